import type { AgentEvent } from "@second/contracts";

interface ProseBlock {
  kind: "text" | "reasoning";
  isShown: boolean;
  /** Thinking that was told of before its block began. */
  isHidden: boolean;
}
interface ToolBlock {
  kind: "tool";
  callId: string;
  toolName: string;
  raw: string;
}

/**
 * The blocks of one model message, by index. Holds [EVT-1]: at most one text or reasoning part is open, each opened
 * one is closed once, and a tool's input arrives whole or is told to be invalid. Methods answer false for what does
 * not fit the message so far.
 */
export interface Parts {
  /** Closes what the last message left open and starts numbering anew. */
  beginMessage(step: number): void;
  beginBlock(index: number, block: { type: string; id?: string; name?: string }): boolean;
  addText(index: number, kind: "text" | "reasoning", delta: string): boolean;
  addInput(index: number, delta: string): boolean;
  endBlock(index: number): boolean;
  /** Thinking goes on whose content is hidden. */
  hiddenThinking(): void;
  closeAll(): void;
}

export function createParts(emit: (event: AgentEvent) => void): Parts {
  let step = 0;
  let partsOfStep = 0;
  let blocks = new Map<number, ProseBlock | ToolBlock>();
  let open: { block: ProseBlock; partId: string } | null = null;

  const prose = (kind: ProseBlock["kind"]): ProseBlock => ({ kind, isShown: false, isHidden: false });

  function close(): void {
    if (open !== null) emit({ type: "part-end", partId: open.partId });
    open = null;
  }
  function write(block: ProseBlock, delta: string): void {
    if (open?.block !== block) {
      close();
      partsOfStep += 1;
      open = { block, partId: `s${step}p${partsOfStep}` };
    }
    block.isShown = true;
    emit({ type: block.kind, partId: open.partId, delta });
  }
  function beginThinking(index: number, type: string): void {
    if (open?.block.isHidden) {
      open.block.isHidden = false;
      blocks.set(index, open.block);
      return;
    }
    close();
    const block = prose("reasoning");
    blocks.set(index, block);
    if (type === "redacted_thinking") write(block, "");
  }
  function endProse(block: ProseBlock): void {
    if (block.kind === "reasoning" && !block.isShown) write(block, "");
    if (open?.block === block) close();
  }
  function closeAll(): void {
    close();
    for (const block of blocks.values()) if (block.kind === "tool") emit(toolInput(block));
    blocks = new Map();
  }

  return {
    beginMessage(nextStep) {
      closeAll();
      step = nextStep;
      partsOfStep = 0;
    },
    beginBlock(index, block) {
      if (block.type === "thinking" || block.type === "redacted_thinking") {
        beginThinking(index, block.type);
        return true;
      }
      close();
      if (block.type === "text") {
        blocks.set(index, prose("text"));
        return true;
      }
      if (block.type !== "tool_use" || !block.id || !block.name) return false;
      blocks.set(index, { kind: "tool", callId: block.id, toolName: block.name, raw: "" });
      emit({ type: "tool-start", callId: block.id, toolName: block.name });
      return true;
    },
    addText(index, kind, delta) {
      const block = blocks.get(index);
      if (block?.kind !== kind) return false;
      // A provider may leave the field out; nothing to show then.
      if (delta) write(block, delta);
      return true;
    },
    addInput(index, delta) {
      const block = blocks.get(index);
      if (block?.kind !== "tool") return false;
      if (!delta) return true;
      block.raw += delta;
      emit({ type: "tool-input-delta", callId: block.callId, delta });
      return true;
    },
    endBlock(index) {
      const block = blocks.get(index);
      if (block === undefined) return false;
      blocks.delete(index);
      if (block.kind === "tool") emit(toolInput(block));
      else endProse(block);
      return true;
    },
    hiddenThinking() {
      if (open?.block.kind === "reasoning") return;
      const running = [...blocks.values()].find((block) => block.kind === "reasoning");
      if (running?.kind === "reasoning") {
        if (!running.isShown) write(running, "");
      } else if (blocks.size === 0) {
        write({ ...prose("reasoning"), isHidden: true }, "");
      }
    },
    closeAll,
  };
}

function toolInput({ callId, toolName, raw }: ToolBlock): AgentEvent {
  if (raw === "") return { type: "tool-input", callId, toolName, input: {} };
  try {
    return { type: "tool-input", callId, toolName, input: JSON.parse(raw) };
  } catch {
    return { type: "tool-input", callId, toolName, input: null, invalid: raw };
  }
}
