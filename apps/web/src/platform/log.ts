import { logText } from "@second/contracts";
import type { Log } from "@second/domain";
import pino from "pino";

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
 * JSON lines with `time`, `level`, `event` and ids, on standard output unless `to` is given. What known keys hold is
 * redacted at any depth; texts lose capabilities, credentials and addresses.
 */
export function createLog(level: string, to: pino.DestinationStream = pino.destination(1)): Log {
  const logger = pino(
    {
      level,
      base: { process: "web" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  const write =
    (at: "info" | "warn" | "error") =>
    (event: string, fields: Record<string, unknown> = {}) =>
      logger[at](Object.assign({ event }, clean(fields, 0)));
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

/** A copy that may be logged. */
function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") return logText(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error)
    return { name: value.name, message: logText(value.message), stack: logText(value.stack ?? "") };
  if (depth >= depthMax) return "[deep]";
  if (Array.isArray(value)) return value.slice(0, 20).map((each) => clean(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      secretKeys.has(key.toLowerCase().replaceAll(/[-_]/g, "")) ? "[redacted]" : clean(each, depth + 1),
    ]),
  );
}
