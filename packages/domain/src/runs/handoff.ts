import { builderToolPrefix, type StoredMessage } from "@second/contracts";
import { fence } from "./prompts/prompts.ts";

const lengthMax = 18_000;
const partLengthMax = 1_600;
/** What stands around a part. */
const framingLength = 10;

type Part = StoredMessage["parts"][number];

/**
 * What was said so far as text, for an agent whose session has not seen it: newest kept when it grows too long, and
 * always the newest plan. Files on disk are authoritative. Empty when there is nothing to tell.
 */
export function handoff(messages: readonly Pick<StoredMessage, "role" | "parts">[]): string {
  const newestFirst = messages.flatMap(({ parts }) => parts).reverse();
  const plan = newestFirst.find(isPlan);
  let room = lengthMax - (plan ? partText(plan).length : 0);
  const kept = new Set(
    newestFirst.filter((part) => {
      const { length } = partText(part);
      if (part === plan || length === 0) return length > 0;
      room -= length + framingLength;
      return room >= 0;
    }),
  );
  const lines = messages.flatMap(({ role, parts }) => {
    const said = parts.filter((part) => kept.has(part)).map(partText);
    return said.length === 0 ? [] : [`${role === "user" ? "Person" : "You"}: ${said.join("\n")}`];
  });
  if (lines.length === 0) return "";
  return `${fence("conversation-so-far", lines.join("\n\n"))}\nThe files in the working directory are as they were left.\n\n`;
}

const isPlan = (part: Part) =>
  part.type === "dynamic-tool" && part.toolName === `${builderToolPrefix}present_plan`;

function partText(part: Part): string {
  if (part.type === "text" && typeof part.text === "string") return part.text.slice(0, partLengthMax);
  return isPlan(part) ? `Plan: ${JSON.stringify(part.input)}`.slice(0, partLengthMax * 4) : "";
}
