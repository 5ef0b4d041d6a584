import { logText } from "./log-text.ts";

const secretKeys = new Set([
  "token",
  "turntoken",
  "cookie",
  "setcookie",
  "authorization",
  "password",
  "secret",
  "apikey",
  "prompt",
  "systemprompt",
  "body",
  "headers",
  "email",
  "source",
  "document",
]);
const depthMax = 4;

/**
 * A copy of a log line's fields that may be written: what known keys hold is redacted at any depth and in any spelling,
 * texts lose capabilities, credentials and addresses, and of errors name, message and stack are kept.
 */
export function logFields(fields: Record<string, unknown>): Record<string, unknown> {
  return cleanRecord(fields, 0);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") return logText(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error)
    return { name: value.name, message: logText(value.message), stack: logText(value.stack ?? "") };
  if (depth >= depthMax) return "[deep]";
  if (Array.isArray(value)) return value.slice(0, 20).map((each) => clean(each, depth + 1));
  return cleanRecord(value, depth);
}

function cleanRecord(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      secretKeys.has(key.toLowerCase().replaceAll(/[-_]/g, "")) ? "[redacted]" : clean(each, depth + 1),
    ]),
  );
}
