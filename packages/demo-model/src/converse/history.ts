import { type Plan, planSchema } from "@second/contracts";
import { toolNames } from "./blocks.ts";
import type { Transcript, Turn } from "./transcript.ts";

export const introduction = "I am the demo, not an AI.";
export const approval = "The plan is approved. Build it.";
export const changePrefix = "Change the plan: ";

/** What earlier turns settled. */
export interface History {
  hasIntroduced: boolean;
  /** The newest plan shown to the person; null when there is none. */
  plan: Plan | null;
  /** The newest plan was approved. */
  isApproved: boolean;
  /** The question for something to keep track of was asked. */
  hasAsked: boolean;
}

export function historyOf({ turns, current }: Transcript): History {
  const history: History = { hasIntroduced: false, plan: null, isApproved: false, hasAsked: false };
  for (const turn of turns) {
    readEarlier(turn.earlier, history);
    if (history.plan && turn.said === approval) history.isApproved = true;
    if (turn.texts.some((each) => each.includes(introduction))) history.hasIntroduced = true;
    if (turn === current) break;
    readCards(turn, history);
  }
  return history;
}

function readCards(turn: Turn, history: History): void {
  for (const call of turn.calls) {
    if (call.name === toolNames.suggestions) history.hasAsked = true;
    const plan = call.name === toolNames.plan ? planSchema.safeParse(call.input) : null;
    if (plan?.success) Object.assign(history, { plan: plan.data, isApproved: false });
  }
}

/** Turns of a lost session: what they said, with the decided plan as JSON. */
function readEarlier(earlier: string, history: History): void {
  if (earlier.includes(introduction)) history.hasIntroduced = true;
  for (const line of earlier.split("\n")) {
    if (line.includes(approval) && history.plan) history.isApproved = true;
    const json = /(?:^|\s)Plan:\s*(\{.*\})\s*$/.exec(line)?.[1];
    const plan = json === undefined ? null : parsePlan(json);
    if (plan) Object.assign(history, { plan, isApproved: false });
  }
}

function parsePlan(json: string): Plan | null {
  try {
    const parsed = planSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // Cut off: an earlier one or the files have to do.
  }
}
