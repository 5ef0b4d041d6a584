import { type Block, read, toolNames } from "./blocks.ts";
import type { Call } from "./transcript.ts";

/** Something to do to a file of the app; paths are relative to the working directory. */
export type FileWork =
  | { kind: "write"; path: string; content: string }
  | { kind: "edit"; path: string; old: string; new: string }
  | { kind: "remove"; path: string };

export type Progress =
  | { kind: "blocks"; blocks: Block[] }
  | { kind: "done" }
  /** A file that could not be changed twice. */
  | { kind: "stopped"; path: string };

/**
 * What is left to do, judged by the calls since `from`. All of it goes into one answer; what failed, as a file that was
 * not read before, is read and tried once more.
 */
export function progressOf(
  work: readonly FileWork[],
  calls: readonly Call[],
  place: { folder: string; from: number },
): Progress {
  const blocks: Block[] = [];
  for (const each of work) {
    const block = blockOf(each, place.folder);
    const file = `${place.folder}/${each.path}`;
    const tries = calls
      .map((call, index) => ({ call, index }))
      .filter(({ call, index }) => index >= place.from && isCall(call, block));
    const last = tries.at(-1);
    if (last?.call.result && !last.call.result.isError) continue;
    if (tries.filter(({ call }) => call.result !== null).length >= 2)
      return { kind: "stopped", path: each.path };
    const isRead = calls.some((call, index) => index > (last?.index ?? -1) && isReadOf(call, file));
    if (last && !isRead) blocks.push(read(file));
    else blocks.push(block);
  }
  return blocks.length === 0 ? { kind: "done" } : { kind: "blocks", blocks };
}

export const isReadOf = (call: Call, file: string): boolean =>
  call.name === toolNames.read && call.input.file_path === file && call.result !== null;

function blockOf(work: FileWork, folder: string): Block & { type: "tool" } {
  const file = `${folder}/${work.path}`;
  switch (work.kind) {
    case "write":
      return { type: "tool", name: toolNames.write, input: { file_path: file, content: work.content } };
    case "edit":
      return {
        type: "tool",
        name: toolNames.edit,
        input: { file_path: file, old_string: work.old, new_string: work.new },
      };
    case "remove":
      return {
        type: "tool",
        name: toolNames.remove,
        input: { command: `rm -f '${file}'`, description: `Remove ${work.path}` },
      };
  }
}

const isCall = (call: Call, block: Block & { type: "tool" }): boolean =>
  call.name === block.name && Object.entries(block.input).every(([key, value]) => call.input[key] === value);
