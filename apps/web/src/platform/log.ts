import { logFields } from "@second/contracts";
import type { Log } from "@second/domain";
import pino from "pino";

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
      logger[at]({ event, ...logFields(fields) });
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
