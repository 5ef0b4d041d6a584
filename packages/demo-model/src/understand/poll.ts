import { capitalised } from "../spec/words.ts";
import { choicesIn } from "./field-phrases.ts";

export interface Poll {
  question: string | null;
  choices: string[];
}

/** The question of a poll and, from what follows it, the choices. */
export function readPoll(text: string): Poll {
  const body = text.replace(/^[^:?]*\b(polls?|surveys?|votes?)\b\s*(?:on|about|for)?\s*[:,]?\s*/i, "");
  const mark = body.indexOf("?");
  if (mark < 0) {
    const listed = /:\s*(.+)$/s.exec(text)?.[1] ?? "";
    const choices = choicesIn(listed);
    return { question: null, choices: choices.length >= 2 ? choices : [] };
  }
  const question = body.slice(0, mark + 1).trim();
  const choices = choicesIn(body.slice(mark + 1).split(/(?<=[.!])\s/)[0] ?? "");
  return { question: capitalised(question).slice(0, 80), choices: choices.length >= 2 ? choices : [] };
}
