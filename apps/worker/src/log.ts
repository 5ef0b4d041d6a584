import { logFields } from "@second/contracts";
import pino from "pino";

/** Structured log lines: an event's name and ids, counts and codes. Never prompts, contents, headers or tokens. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

/** JSON lines on standard output unless `to` is given [OPS-34]. */
export function createLog(level: string, to: pino.DestinationStream = pino.destination(1)): Log {
  const logger = pino(
    {
      level,
      base: { process: "worker" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  const write =
    (at: "info" | "warn" | "error") =>
    (event: string, fields: Record<string, unknown> = {}) =>
      logger[at]({ event, ...logFields(fields) });
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

/** For tests and programs that stay quiet. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
