import type { Block } from "./blocks.ts";

const weightMax = 12;

const weightOf = (block: Block) => (block.kind === "tools" ? block.rows.length : 1);

/** Cuts an answer into runs that are shown and put away together. Growing at its end moves no earlier cut. */
export function toChunks(blocks: readonly Block[]): Block[][] {
  const chunks: Block[][] = [];
  let weight = weightMax;
  for (const block of blocks) {
    if (weight >= weightMax) {
      chunks.push([]);
      weight = 0;
    }
    chunks.at(-1)?.push(block);
    weight += weightOf(block);
  }
  return chunks;
}

const gapPx = 10;
const charactersPerLine = 60;
const lineHeightPx = 22;

/** About how high a run is, until it was measured. */
export function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + gapPx + blockHeight(block), -gapPx);
}

function blockHeight(block: Block): number {
  switch (block.kind) {
    case "tools":
      return block.rows.length * 33;
    case "text":
      return Math.ceil(block.text.length / charactersPerLine) * lineHeightPx;
    case "reasoning":
      return 24;
    default:
      return 40;
  }
}
