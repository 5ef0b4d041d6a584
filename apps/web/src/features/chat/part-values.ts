import type { StoredMessage } from "@second/contracts";

/** A part of a message as it is stored or streamed; read leniently. */
export type Part = StoredMessage["parts"][number];

/** A field of what may be an object. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A tool's JSON answer, whether it came as an object, as text, or wrapped in a list of content blocks. */
export function unwrapOutput(output: unknown): unknown {
  if (Array.isArray(output)) return unwrapOutput(field(output[0], "text") ?? output[0]);
  if (typeof output !== "string") return output;
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}

/** What a call or a piece of thinking took; null while it goes on. */
export function durationOf(part: Part): number | null {
  const duration = field(part.toolMetadata ?? field(part.providerMetadata, "second"), "durationMs");
  return typeof duration === "number" ? duration : null;
}
