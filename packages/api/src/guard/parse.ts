import { type FieldFault, Problem } from "@second/contracts";
import type { z } from "zod";

const faultsMax = 50;

/** An issue in the words of a form; schemas that carry their own message keep it. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  const things = issue.origin === "string" ? "characters" : "entries";
  const isCounted = issue.origin === "string" || issue.origin === "array";
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be of type ${issue.expected}`;
    case "too_small":
      return isCounted ? `needs at least ${issue.minimum} ${things}` : `must be at least ${issue.minimum}`;
    case "too_big":
      return isCounted ? `takes at most ${issue.maximum} ${things}` : `must be at most ${issue.maximum}`;
    case "invalid_value":
      return issue.input === undefined
        ? "is required"
        : `must be one of: ${(issue.values as unknown[]).join(", ")}`; // an array, by this code's definition
    default:
      return undefined;
  }
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

function toFaults(error: z.ZodError): FieldFault[] {
  return error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            pointer: pointerOf([...issue.path, key]),
            message: "is not known here",
          }))
        : [{ pointer: pointerOf(issue.path), message: issue.message }],
    )
    .slice(0, faultsMax);
}

/** The parsed value. @throws `request.invalid` with a JSON pointer (RFC 6901) for each fault. */
export function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value, { error: describe });
  if (parsed.success) return parsed.data;
  throw new Problem("request.invalid", { fields: toFaults(parsed.error) });
}

/** A query string as an object. @throws `request.invalid` for a name given twice. */
export function readQuery(url: string): Record<string, string> {
  const start = url.indexOf("?");
  const values: Record<string, string> = {};
  if (start === -1) return values;
  const end = url.indexOf("#", start);
  for (const [name, value] of new URLSearchParams(url.slice(start + 1, end === -1 ? undefined : end))) {
    if (Object.hasOwn(values, name))
      throw new Problem("request.invalid", {
        fields: [{ pointer: pointerOf([name]), message: "is given twice" }],
      });
    Object.defineProperty(values, name, { value, enumerable: true });
  }
  return values;
}
