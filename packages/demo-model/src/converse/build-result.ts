import { z } from "zod";
import type { Call } from "./transcript.ts";

const answer = z.discriminatedUnion("status", [
  z.looseObject({ status: z.literal("complete") }),
  z.looseObject({
    status: z.literal("failed"),
    message: z.string().default(""),
    errors: z
      .array(
        z.looseObject({
          file: z.string().default(""),
          line: z.number().default(1),
          message: z.string().default(""),
        }),
      )
      .default([]),
  }),
]);

export type BuildResult =
  | { kind: "complete" }
  | { kind: "failed"; message: string; errors: { file: string; line: number; message: string }[] }
  /** The tool itself did not answer as it should. */
  | { kind: "refused"; message: string }
  | { kind: "waiting" };

/** What `done_building` answered. */
export function readBuildResult({ result }: Call): BuildResult {
  if (result === null) return { kind: "waiting" };
  const parsed = answer.safeParse(parse(result.text));
  if (!parsed.success) return { kind: "refused", message: result.text.slice(0, 200) };
  if (parsed.data.status === "complete") return { kind: "complete" };
  return { kind: "failed", message: parsed.data.message, errors: parsed.data.errors };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Plain text: an error of the tool.
  }
}
