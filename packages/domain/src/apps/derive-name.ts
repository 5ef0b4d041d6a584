import type { Reader } from "@second/store";
import { appsCollection } from "./apps-collection.ts";

const lead =
  /^(?:please\s+)?(?:(?:can|could) you\s+)?(?:i (?:need|want)|we (?:need|want)|build|create|make|write|set up|give me|design)\b\s*(?:me|us)?\s*/i;
const lengthMax = 48;

/** A short provisional name from a prompt's first sentence; the first plan's title replaces it. */
export function deriveName(prompt: string): string {
  const sentence = (prompt.split(/[.!?\n]/, 1)[0] ?? "").replace(/\s+/g, " ").trim();
  const stripped = sentence.replace(lead, "").replace(/^(?:an?|the|our|my)\s+/i, "");
  const text = stripped.length >= 2 ? stripped : sentence;
  const short = text.length <= lengthMax ? text : text.slice(0, lengthMax).replace(/\s+\S*$/, "");
  const name = short.charAt(0).toUpperCase() + short.slice(1);
  return name.length >= 2 ? name : "New app";
}

/** The name, with a number behind it when another app of the workspace has it. Only for names no person typed. */
export async function uniqueName(reader: Reader, workspaceId: string, wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted.slice(0, 74)} ${number}`;
    if ((await reader.count(appsCollection, { workspaceId, name })) === 0) return name;
  }
}
