import { type decisionBody, idFrom, Problem, suggestionsSchema } from "@second/contracts";
import type { z } from "zod";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { decideCard } from "./cards.ts";
import { type Claim, claimTurn } from "./claim-turn.ts";
import { type Card, cardsCollection, turnsCollection } from "./collections.ts";
import { chosenRuntime, storeQuestion } from "./post-message.ts";

export type DecisionInput = z.infer<typeof decisionBody>;

/**
 * Decides on a card and starts the next turn in one transaction. The first decision wins; repeating it answers with
 * its turn.
 * @throws `decision.closed` with who and when, `decision.card_changed`, `request.invalid`, `resource.not_found`
 */
export async function decide(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; body: DecisionInput; owner: string },
): Promise<Claim> {
  const { body } = request;
  const card = await platform.db.first(cardsCollection, {
    filter: { runId: request.runId, callId: body.toolCallId },
    sort: ["-createdAt"],
  });
  if (!card || card.appId !== access.appId) throw new Problem("resource.not_found");
  if (card.hash !== body.cardHash) throw new Problem("decision.card_changed");
  const repeated = await repeatedDecision(platform, card, body);
  if (repeated) return repeated;

  const messageId = idFrom("message", platform.ids.ulid());
  const { prompt, comment } = wordsOf(card, body);
  try {
    return await claimTurn(platform, access, {
      runId: request.runId,
      messageId,
      prompt,
      choice: chosenRuntime(body),
      owner: request.owner,
      check: async (tx) => {
        const now = await tx.get(cardsCollection, card.id);
        if (now?.state !== "open") throw closed(now ?? card);
      },
      record: async (tx, { turn, app }) => {
        await decideCard(platform, tx, {
          access,
          app,
          turn,
          card,
          decision: body.decision,
          ...(comment === undefined ? {} : { comment }),
          ...(body.choice === undefined ? {} : { choice: body.choice }),
        });
        const decision = {
          type: "data-second-decision",
          data: {
            kind: card.kind,
            decision: body.decision,
            toolCallId: card.callId,
            comment: comment ?? null,
          },
        };
        await storeQuestion(tx, { turn, access, parts: [decision, { type: "text", text: prompt }] });
        return turn;
      },
    });
  } catch (error) {
    // Of two people deciding at once the other was first: the same decision attaches to theirs.
    const now = await platform.db.get(cardsCollection, card.id);
    const theirs = now && (await repeatedDecision(platform, now, body));
    if (theirs) return theirs;
    throw error;
  }
}

function closed(card: Card): Problem {
  const { decision } = card;
  if (!decision) return new Problem("decision.closed", { detail: "A newer message replaced this card." });
  return new Problem("decision.closed", {
    detail: `${decision.by.name} already decided.`,
    extra: { by: decision.by, at: decision.at, decision: decision.decision },
  });
}

/** The turn of an equal, earlier decision; null while the card is open. @throws `decision.closed` for another one. */
async function repeatedDecision(platform: Platform, card: Card, body: DecisionInput): Promise<Claim | null> {
  if (card.state === "open") return null;
  const { decision } = card;
  const isSame =
    decision !== null &&
    decision.decision === body.decision &&
    (body.decision !== "changes" || decision.comment === body.comment) &&
    decision.choice === body.choice;
  if (!decision || !isSame) throw closed(card);
  const turn = await platform.db.get(turnsCollection, decision.turnId);
  if (!turn) throw closed(card);
  return { turn, isNew: false };
}

function wordsOf(card: Card, body: DecisionInput): { prompt: string; comment?: string } {
  const invalid = (pointer: string, message: string) =>
    new Problem("request.invalid", { fields: [{ pointer, message }] });
  if (body.decision === "choose") {
    const suggestions = card.kind === "suggestions" ? suggestionsSchema.parse(card.payload).suggestions : [];
    const chosen = suggestions[body.choice ?? -1];
    if (!chosen) throw invalid("/choice", "must be the number of one of the suggestions");
    return { prompt: `${chosen.title}: ${chosen.subtitle}` };
  }
  if (card.kind !== "plan") throw invalid("/decision", "must be choose for suggestions");
  if (body.decision === "approve") return { prompt: "The plan is approved. Build it." };
  if (body.comment === undefined) throw invalid("/comment", "must say what to change");
  return { prompt: `Change the plan: ${body.comment}`, comment: body.comment };
}
