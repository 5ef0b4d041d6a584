import type { StoredMessage } from "@second/contracts";
import type { UIMessageChunk } from "ai";

type Part = StoredMessage["parts"][number];

/**
 * The message that a stream of chunks amounts to, equal to what the AI SDK's `readUIMessageStream` builds from the
 * same chunks (a test holds them together), in linear time.
 */
export function createMessageAssembler() {
  const parts: Part[] = [];
  const openText = new Map<string, Part>();
  const calls = new Map<string, Part>();
  let metadata: Record<string, unknown> = {};

  const set = (toolCallId: string, change: Record<string, unknown>) => {
    const part = calls.get(toolCallId);
    if (part) Object.assign(part, change);
  };

  function tool(chunk: { toolCallId: string; toolName: string }): Part {
    const known = calls.get(chunk.toolCallId);
    if (known) return known;
    const part: Part = {
      type: "dynamic-tool",
      toolName: chunk.toolName,
      toolCallId: chunk.toolCallId,
      state: "input-streaming",
    };
    calls.set(chunk.toolCallId, part);
    parts.push(part);
    return part;
  }

  function add(chunk: UIMessageChunk): void {
    switch (chunk.type) {
      case "start":
      case "finish":
      case "message-metadata":
        metadata = { ...metadata, ...(chunk.messageMetadata as Record<string, unknown> | undefined) };
        return;
      case "text-start":
      case "reasoning-start": {
        const kind = chunk.type === "text-start" ? { type: "text" } : { type: "reasoning", id: chunk.id };
        const part: Part = { ...kind, text: "", state: "streaming" };
        openText.set(chunk.id, part);
        parts.push(part);
        return;
      }
      case "text-delta":
      case "reasoning-delta": {
        const part = openText.get(chunk.id);
        if (part) part.text = `${part.text}${chunk.delta}`;
        return;
      }
      case "text-end":
      case "reasoning-end": {
        const part = openText.get(chunk.id);
        if (part) Object.assign(part, { state: "done", providerMetadata: chunk.providerMetadata });
        openText.delete(chunk.id);
        return;
      }
      case "tool-input-start":
        tool(chunk);
        return;
      case "tool-input-available":
        Object.assign(tool(chunk), { state: "input-available", input: chunk.input });
        return;
      case "tool-input-error":
        Object.assign(tool(chunk), { state: "output-error", input: chunk.input, errorText: chunk.errorText });
        return;
      case "tool-output-available":
        set(chunk.toolCallId, {
          state: "output-available",
          output: chunk.output,
          preliminary: chunk.preliminary,
          ...(chunk.toolMetadata ? { toolMetadata: chunk.toolMetadata } : {}),
        });
        return;
      case "tool-output-error":
        set(chunk.toolCallId, {
          state: "output-error",
          errorText: chunk.errorText,
          // What was shown of a call that then failed goes.
          output: undefined,
          preliminary: undefined,
          ...(chunk.toolMetadata ? { toolMetadata: chunk.toolMetadata } : {}),
        });
        return;
      default:
        if (chunk.type.startsWith("data-")) addData(chunk as DataChunk);
    }
  }

  interface DataChunk {
    type: string;
    id?: string;
    data: unknown;
    transient?: boolean;
  }

  function addData(chunk: DataChunk): void {
    if (chunk.transient) return;
    const known =
      chunk.id === undefined
        ? undefined
        : parts.find((part) => part.type === chunk.type && part.id === chunk.id);
    if (known) known.data = chunk.data;
    else
      parts.push({ type: chunk.type, ...(chunk.id === undefined ? {} : { id: chunk.id }), data: chunk.data });
  }

  return {
    add,
    /** The parts so far, without keys that hold nothing. */
    parts: (): Part[] =>
      parts.map(
        (part) => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part,
      ),
    metadata: () => metadata,
  };
}
