import { builderToolPrefix } from "@second/contracts";
import type { MessageRecord } from "./collections.ts";
import { fence } from "./prompts/prompts.ts";

const lengthMax = 18_000;
const partLengthMax = 1_600;

/**
 * Earlier turns as text, for an agent whose session has not seen them: newest kept when it grows too long. Files on
 * disk are authoritative. Empty when there is nothing to tell.
 */
export function handoff(messages: readonly MessageRecord[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const message of [...messages].reverse()) {
    const said = message.parts.map(partText).filter(Boolean).join("\n");
    if (!said) continue;
    const line = `${message.role === "user" ? "Person" : "You"}: ${said}`;
    length += line.length + 2;
    if (length > lengthMax) break;
    lines.unshift(line);
  }
  if (lines.length === 0) return "";
  return `${fence("conversation-so-far", lines.join("\n\n"))}\nThe files in the working directory are as they were left.\n\n`;
}

function partText(part: MessageRecord["parts"][number]): string {
  if (part.type === "text" && typeof part.text === "string") return part.text.slice(0, partLengthMax);
  if (part.type !== "dynamic-tool" || typeof part.toolName !== "string") return "";
  if (part.toolName !== `${builderToolPrefix}present_plan`) return "";
  return `Plan: ${JSON.stringify(part.input)}`.slice(0, partLengthMax * 4);
}
