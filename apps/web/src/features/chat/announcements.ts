import type { Block } from "./blocks.ts";
import type { ToolRow } from "./tool-row.ts";

/** A finished piece of an answer, said once. */
export interface Utterance {
  key: string;
  text: string;
}

const known = new WeakMap<Block, readonly Utterance[]>();

/** What of an answer is finished: whole paragraphs, ended calls, cards. What still streams is not in it. */
export function utterances(blocks: readonly Block[]): Utterance[] {
  return blocks.flatMap((block) => {
    const said = known.get(block) ?? sayable(block);
    known.set(block, said);
    return said;
  });
}

function sayable(block: Block): Utterance[] {
  const one = (text: string): Utterance[] => [{ key: block.key, text }];
  switch (block.kind) {
    case "text":
      return paragraphs(block.text, block.isStreaming).map((text, index) => ({
        key: `${block.key}/${index}`,
        text,
      }));
    case "tools":
      return block.rows.filter(({ state }) => state !== "running").map(rowUtterance);
    case "plan":
      return block.card.plan ? one(`A plan: ${block.card.plan.title}.`) : [];
    case "suggestions":
      return block.card.suggestions.length > 0 ? one(`${block.card.suggestions.length} suggestions.`) : [];
    case "build":
      return block.build.state === "built"
        ? one(`Version ${block.build.number} built.`)
        : block.build.state === "failed"
          ? one("The build failed.")
          : [];
    case "notice":
      return one(block.text);
    case "reasoning":
      return [];
  }
}

function rowUtterance({ callId, verb, subject, note }: ToolRow): Utterance {
  return { key: callId, text: `${verb} ${subject}${note ? `: ${note}` : ""}.` };
}

/** Paragraphs as plain words; the last one only once it no longer grows. */
function paragraphs(markdown: string, isStreaming: boolean): string[] {
  const all = markdown.replace(/^(```|~~~)[\s\S]*?(?:^\1|$(?![\s\S]))/gm, "Code.").split(/\n\s*\n/);
  return (isStreaming ? all.slice(0, -1) : all).map(plainText).filter(Boolean);
}

function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(?:[-*+]|\d+\.|#+|>)\s+/gm, "")
    .replace(/^[\s|:-]+$/gm, "")
    .replace(/[*`~|]|_{2,}/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const rowsMax = 6;

/** Several utterances as one announcement; a long burst is counted instead of read out. */
export function announcement(said: readonly Utterance[]): string {
  if (said.length <= rowsMax) return said.map(({ text }) => text).join(" ");
  const last = said.slice(-2).map(({ text }) => text);
  return `${said.length - last.length} more steps. ${last.join(" ")}`;
}
