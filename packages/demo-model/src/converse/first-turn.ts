import type { Plan, Suggestions } from "@second/contracts";
import { planOf } from "../plan/plan.ts";
import type { AppSpec } from "../spec/app-spec.ts";
import { understand } from "../understand/understand.ts";
import { type Block, presentPlan, presentSuggestions, text, thinking } from "./blocks.ts";
import type { History } from "./history.ts";
import { introduced } from "./introduce.ts";
import { refuseFirst } from "./refusals.ts";

const suggestions: Suggestions["suggestions"] = [
  { emoji: "🗓️", title: "Vendor renewals", subtitle: "Contracts with their notice dates and owners" },
  { emoji: "🧑‍💼", title: "Hiring pipeline", subtitle: "Candidates on a board from applied to hired" },
  { emoji: "✅", title: "Tasks", subtitle: "Who does what by when on a board" },
  { emoji: "🧾", title: "Expense claims", subtitle: "What was spent and what is paid" },
];

/** Answers a message that asks for a new app: a plan, the one question, or why not. */
export function planFor(said: string, history: History): Block[] {
  const picked = suggestions.find(({ title, subtitle }) => said === `${title}: ${subtitle}`);
  const refusal = refuseFirst(said);
  if (refusal !== null) return [text(introduced(refusal, history))];
  const understood = understand(picked?.title ?? said);
  if (understood.kind === "other-language") return [text(introduced(understood.explanation, history))];
  if (understood.kind === "nothing") return askOnce(history);
  const { spec, assumptions, recognised } = understood;
  return [
    thinking(recognised),
    text(introduced(`Here is a plan for “${spec.title}”.`, history)),
    presentPlan(planOf(spec, assumptions)),
  ];
}

function askOnce(history: History): Block[] {
  if (history.hasAsked) {
    return [
      text("I still see nothing to keep track of: name one thing, for example “Track vendor renewals”."),
    ];
  }
  return [text(introduced("What should it keep track of?", history)), presentSuggestions({ suggestions })];
}

/** The same plan, or a changed one, shown again with a sentence. */
export function showPlan(
  sentence: string,
  spec: AppSpec,
  plan: Pick<Plan, "assumptions">,
  history: History,
): Block[] {
  return [text(introduced(sentence, history)), presentPlan(planOf(spec, plan.assumptions ?? []))];
}
