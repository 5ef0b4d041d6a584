import type { StoredMessage } from "@second/contracts";
import type { UIMessageChunk } from "ai";
import type { OpenParts } from "./collections.ts";

type Part = StoredMessage["parts"][number];
type Chunk = UIMessageChunk<unknown, Record<string, unknown>>;

/** Chunks that amount to these parts, leaving open what was open. */
export function rebuildChunks(parts: readonly Part[], open: OpenParts): Chunk[] {
  return parts.flatMap((part, index) => {
    if (part.type === "text" || part.type === "reasoning") return textChunks(part, index, open);
    if (part.type === "dynamic-tool") return toolChunks(part, open);
    const id = typeof part.id === "string" ? { id: part.id } : {};
    return [{ type: part.type as `data-${string}`, ...id, data: part.data }]; // the rest are the platform's own
  });
}

function textChunks(part: Part, index: number, open: OpenParts): Chunk[] {
  const kind = part.type === "reasoning" ? "reasoning" : "text";
  const isOpen = part.state === "streaming";
  const openId = isOpen ? open.part?.id : undefined;
  const id = openId ?? (typeof part.id === "string" ? part.id : `restored-${index}`);
  const chunks: Chunk[] = [{ type: `${kind}-start`, id }];
  if (part.text) chunks.push({ type: `${kind}-delta`, id, delta: String(part.text) });
  const measured = part.providerMetadata
    ? { providerMetadata: part.providerMetadata as Record<string, never> } // as the mapper wrote it
    : {};
  if (!isOpen) chunks.push({ type: `${kind}-end`, id, ...measured });
  return chunks;
}

function toolChunks(part: Part, open: OpenParts): Chunk[] {
  const toolCallId = String(part.toolCallId);
  const call = { toolCallId, toolName: String(part.toolName), dynamic: true } as const;
  const chunks: Chunk[] = [{ type: "tool-input-start", ...call }];
  if (part.state === "input-streaming") {
    const inputTextDelta = open.calls.find(({ callId }) => callId === toolCallId)?.input;
    if (inputTextDelta) chunks.push({ type: "tool-input-delta", toolCallId, inputTextDelta });
    return chunks;
  }
  chunks.push({ type: "tool-input-available", ...call, input: part.input });
  const measured = part.toolMetadata
    ? { toolMetadata: part.toolMetadata as Record<string, never> } // as the mapper wrote it
    : {};
  if (part.state === "output-available")
    chunks.push({
      type: "tool-output-available",
      toolCallId,
      output: part.output,
      dynamic: true,
      ...(part.preliminary === true ? { preliminary: true } : {}),
      ...measured,
    });
  if (part.state === "output-error")
    chunks.push({
      type: "tool-output-error",
      toolCallId,
      errorText: String(part.errorText),
      dynamic: true,
      ...measured,
    });
  return chunks;
}
