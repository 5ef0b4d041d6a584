import type { Plan } from "@second/contracts";
import { applyEdit } from "../edits/edit.ts";
import { parseEdits } from "../edits/parse-edits.ts";
import { specOfPlan } from "../plan/plan.ts";
import type { AppSpec } from "../spec/app-spec.ts";
import { listed } from "../spec/words.ts";
import { bestKey, wordsOf } from "../understand/domain.ts";
import { currencyIn } from "../understand/field-phrases.ts";
import { understand } from "../understand/understand.ts";
import type { Block } from "./blocks.ts";
import { planFor, showPlan } from "./first-turn.ts";
import type { History } from "./history.ts";
import { refuseEdit } from "./refusals.ts";

const startsAnew =
  /^(?:please |rather |instead,? |actually,? |no,? |better )*(?:track|manage|list|collect|plan|organi[sz]e|record|keep|log|build|make me|create|an? )\b/i;

/** Reads a comment on the plan as edits of it, or as a new description, and shows a plan again. */
export function changePlan(comment: string, plan: Plan, history: History): Block[] {
  const spec = specOfPlan(plan);
  if (spec === null) return planFor(comment, history);
  const { wrong, rest } = withoutAssumptions(comment, plan);
  const changed = editSpec(spec, rest);
  if (changed.did.length === 0 && describesAnApp(rest)) return planFor(rest, history);
  const said = [
    changed.did.length > 0 && `I changed the plan: I ${listed(changed.did)}.`,
    ...changed.refused,
    wrong.length > 0 &&
      changed.did.length === 0 &&
      `Tell me what to assume instead of “${wrong[0]}”, for example “use dollars”.`,
  ].filter((sentence) => typeof sentence === "string");
  const assumptions = (plan.assumptions ?? []).filter(
    (each) => !wrong.includes(each) && !isSettled(each, changed.spec),
  );
  const sentence = said.length > 0 ? said.join(" ") : "The plan stays as it was.";
  return showPlan(sentence, changed.spec, { assumptions }, history);
}

/** Assumptions that a person called wrong are quoted in their comment. */
function withoutAssumptions(comment: string, { assumptions = [] }: Plan): { wrong: string[]; rest: string } {
  const wrong = assumptions.filter(
    (each) => comment.includes(each) || comment.includes(each.replace(/\.$/, "")),
  );
  const rest = wrong.reduce(
    (left, each) => left.replace(each, " ").replace(each.replace(/\.$/, ""), " "),
    comment,
  );
  return { wrong, rest: rest.replace(/^\W*(?:no|wrong|not right|false)\b\W*/i, "").trim() };
}

function editSpec(spec: AppSpec, comment: string): { spec: AppSpec; did: string[]; refused: string[] } {
  const { edits, unknown } = parseEdits(comment);
  const changed = { spec, did: [] as string[], refused: [] as string[] };
  for (const edit of edits) {
    const applied = applyEdit(changed.spec, edit);
    if (applied.kind === "refused") changed.refused.push(applied.reason);
    else {
      changed.spec = applied.spec;
      changed.did.push(applied.did);
    }
  }
  for (const clause of unknown) {
    const currency = currencyIn(clause);
    if (currency === null) changed.refused.push(refuseEdit(clause));
    else {
      changed.spec = { ...changed.spec, currency };
      changed.did.push(`set amounts to ${currency}`);
    }
  }
  return changed;
}

function describesAnApp(comment: string): boolean {
  if (understand(comment).kind !== "app") return false;
  return startsAnew.test(comment) || bestKey(wordsOf(comment)) !== null;
}

const isSettled = (assumption: string, spec: AppSpec): boolean =>
  (assumption === "Amounts are in euros." && spec.currency !== "EUR") ||
  (assumption.startsWith("The demo shows this as a table") && spec.layout !== "agenda");
