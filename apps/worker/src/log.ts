import pino from "pino";

/** Structured log lines: an event's name and ids, counts and codes. Never prompts, contents, headers or tokens. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

const secretKeys = [
  "token",
  "turnToken",
  "authorization",
  "apiKey",
  "secret",
  "prompt",
  "systemPrompt",
  "body",
  "headers",
];

/** JSON lines on standard output [OPS-34]. */
export function createLog(level: string): Log {
  const logger = pino({
    level,
    base: { process: "worker" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: "[redacted]" },
  });
  return {
    info: (event, fields = {}) => logger.info(withError({ event, ...fields })),
    warn: (event, fields = {}) => logger.warn(withError({ event, ...fields })),
    error: (event, fields = {}) => logger.error(withError({ event, ...fields })),
  };
}

/** For tests and programs that stay quiet. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An error's class and place tell what broke; its causes and extra fields may hold contents. */
function withError(fields: Record<string, unknown>): Record<string, unknown> {
  const { error, ...rest } = fields;
  if (!(error instanceof Error))
    return error === undefined ? rest : { ...rest, error: String(error).slice(0, 300) };
  const { name, message, stack } = error;
  return {
    ...rest,
    error: { name, message: message.slice(0, 300), stack: stack?.split("\n").slice(1, 8).join("\n") },
  };
}
