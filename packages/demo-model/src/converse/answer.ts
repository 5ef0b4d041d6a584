import { parseEdits } from "../edits/parse-edits.ts";
import { type Block, text, toolNames } from "./blocks.ts";
import { buildApp } from "./build-app.ts";
import { changePlan } from "./change-plan.ts";
import { editApp } from "./edit-app.ts";
import { planFor } from "./first-turn.ts";
import { approval, changePrefix, type History, historyOf } from "./history.ts";
import { introduced } from "./introduce.ts";
import { refuseImage, refuseTools } from "./refusals.ts";
import type { Transcript } from "./transcript.ts";

const goOn =
  /^(?:please )?(?:continue|go on|go ahead|try again|retry|build it|yes|ok(?:ay)?|resume)\b[\s\w]{0,20}[.!]*$/i;

/** The next blocks of a conversation, decided from its messages alone. */
export function answer(transcript: Transcript): Block[] {
  const { current, tools } = transcript;
  const history = historyOf(transcript);
  const needed = Object.values(toolNames);
  if (current.hasImage) return [text(introduced(refuseImage, history))];
  if (!needed.every((name) => tools.has(name))) return [text(introduced(refuseTools, history))];
  const shown = afterCard(transcript);
  if (shown !== null) return shown;
  return route(transcript, history);
}

/** A card ends the turn; when the runtime asks once more, there is nothing left to do but to say so. */
function afterCard({ current }: Transcript): Block[] | null {
  const card = current.calls.findLast(
    ({ name }) => name === toolNames.plan || name === toolNames.suggestions,
  );
  if (!card) return null;
  if (card.result?.isError) return [text(`The card could not be shown: ${card.result.text.slice(0, 200)}`)];
  return [text("It is your turn: decide on the card, or tell me what to change.")];
}

function route(transcript: Transcript, history: History): Block[] {
  const { said } = transcript.current;
  const { plan, isApproved } = history;
  if (plan && (said === approval || (isApproved && goOn.test(said))))
    return buildApp(plan, transcript, history);
  if (said === approval)
    return [text(introduced("I know of no plan: tell me what to keep track of.", history))];
  const isComment = said.startsWith(changePrefix);
  const wish = isComment ? said.slice(changePrefix.length).trim() : said;
  if (plan && (isComment || !isApproved)) return changePlan(wish, plan, history);
  const request = parseEdits(wish);
  const asksForEdit = request.edits.length > 0 || request.undo;
  if (!isApproved && !asksForEdit) return planFor(wish, history);
  return editApp(transcript, history) ?? planFor(wish, history);
}
