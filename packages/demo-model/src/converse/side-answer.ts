import { understand } from "../understand/understand.ts";
import { toolNames } from "./blocks.ts";
import { changePrefix, historyOf } from "./history.ts";
import { type ConversationInput, readTranscript } from "./transcript.ts";

/**
 * Answers what a runtime asks for itself, outside of the conversation with the person: a title, or a summary of what
 * has been said so far. Null for the conversation.
 */
export function sideAnswer(input: ConversationInput): string | null {
  const transcript = readTranscript(input);
  if (transcript === null) return null;
  const { said } = transcript.current;
  if (/^your task is to create a detailed summary\b/i.test(said)) return summary(transcript);
  if (transcript.tools.has(toolNames.plan) || (input.tools ?? []).length > 0) return null;
  const title = titleOf(said.replace(changePrefix, ""));
  return /\bjson\b/i.test(JSON.stringify(input.system ?? "")) ? JSON.stringify({ title }) : title;
}

function titleOf(said: string): string {
  const understood = understand(said);
  return understood.kind === "app" ? understood.spec.title : "App";
}

/** Holds the plan as later turns look for it. */
function summary(transcript: Parameters<typeof historyOf>[0]): string {
  const { plan, isApproved } = historyOf(transcript);
  const state =
    plan === null
      ? "There is no plan yet."
      : isApproved
        ? "The plan is approved."
        : "The plan is not decided.";
  return `<summary>\n${plan === null ? "" : `Plan: ${JSON.stringify(plan)}\n`}${state}\n</summary>`;
}
