import type { Log } from "@second/domain";
import pino from "pino";

const secretKeys = ["token", "cookie", "authorization", "password", "secret", "prompt", "body", "headers"];

/** JSON lines with `time`, `level`, `event` and ids; known secret keys are redacted, preview capabilities cut. */
export function createLog(level: string): Log {
  const logger = pino({
    level,
    base: { process: "web" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: "[redacted]" },
  });
  return {
    info: (event, fields = {}) => logger.info({ event, ...fields }),
    warn: (event, fields = {}) => logger.warn({ event, ...fields }),
    error: (event, fields = {}) => logger.error({ event, ...fields }),
  };
}
