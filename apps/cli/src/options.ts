import { parseArgs } from "node:util";

/** What a command's end tells its caller. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  refused: 4,
  badConfiguration: 78,
} as const;

/** The command line is not understood. */
export class UsageError extends Error {}

export interface Options {
  port: number | null;
  host: string | null;
  open: boolean;
  json: boolean;
  timeoutSeconds: number;
}

const accepted = {
  start: ["port", "host", "no-open"],
  dev: ["port", "host", "no-open"],
  status: ["json"],
  stop: ["timeout"],
  doctor: ["json"],
} as const;

const kinds = {
  port: { type: "string" },
  host: { type: "string" },
  "no-open": { type: "boolean" },
  json: { type: "boolean" },
  timeout: { type: "string" },
} as const;

function whole(name: string, value: string, range: { min: number; max: number }): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
  throw new UsageError(`--${name} takes a whole number from ${range.min} to ${range.max}.`);
}

/** @throws {UsageError} for an option that the command does not take, or a value out of range. */
export function parseOptions(command: keyof typeof accepted, args: string[]): Options {
  const options = Object.fromEntries(accepted[command].map((name) => [name, kinds[name]]));
  let values: Record<string, unknown>;
  try {
    values = parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const text = (name: string) => (typeof values[name] === "string" ? values[name] : null);
  const port = text("port");
  const timeout = text("timeout");
  return {
    port: port === null ? null : whole("port", port, { min: 1, max: 65_535 }),
    host: text("host"),
    open: values["no-open"] !== true,
    json: values.json === true,
    timeoutSeconds: timeout === null ? 40 : whole("timeout", timeout, { min: 1, max: 3_600 }),
  };
}
