import { understand } from "../understand/understand.ts";
import { changePrefix, historyOf } from "./history.ts";
import type { ConversationInput, Transcript } from "./transcript.ts";

/**
 * Answers what a runtime asks for itself, outside of the conversation with the person: a title, or a summary of what
 * has been said so far. Null for the conversation.
 */
export function sideAnswer(transcript: Transcript, system: ConversationInput["system"]): string | null {
  const { said } = transcript.current;
  if (/^your task is to create a detailed summary\b/i.test(said)) return summary(transcript);
  if (transcript.tools.size > 0) return null;
  const title = titleOf(said.replace(changePrefix, ""));
  return /\bjson\b/i.test(JSON.stringify(system ?? "")) ? JSON.stringify({ title }) : title;
}

function titleOf(said: string): string {
  const understood = understand(said);
  return understood.kind === "app" ? understood.spec.title : "App";
}

/** Holds the plan as later turns look for it. */
function summary(transcript: Transcript): string {
  const { plan, isApproved } = historyOf(transcript);
  const state =
    plan === null
      ? "There is no plan yet."
      : isApproved
        ? "The plan is approved."
        : "The plan is not decided.";
  return `<summary>\n${plan === null ? "" : `Plan: ${JSON.stringify(plan)}\n`}${state}\n</summary>`;
}
