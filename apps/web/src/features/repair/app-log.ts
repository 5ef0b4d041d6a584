import { failureSignature, type PreviewMessage } from "@second/contracts";

/** An error of the app that shows; the same one again counts up. */
export interface AppError {
  signature: string;
  kind: string;
  message: string;
  stack: string | null;
  /** In-app path where it last came up. */
  route: string;
  versionId: string;
  count: number;
  lastAt: string;
}

export type LineLevel = "error" | "warning" | "message" | "notice";

/** A row of the console, oldest first. `key` is unique and rises. */
export type LogEntry =
  | { kind: "line"; key: number; at: string; level: LineLevel; text: string }
  | { kind: "error"; key: number; at: string; error: AppError };

/** What one load of an app has told. */
export interface LoadLog {
  versionId: string;
  startedAtMs: number;
  entries: readonly LogEntry[];
}

export interface AppLog {
  loads: Readonly<Record<string, LoadLog>>;
  /** By signature: fixes asked for before this moment no longer count, for the app ran free of the error. */
  forgiven: Readonly<Record<string, string>>;
  /** How many entries were ever made. */
  made: number;
}

export const emptyLog: AppLog = { loads: {}, forgiven: {}, made: 0 };

const entriesMax = 500;
const freeMs = 60_000;

type ErrorMessage = Extract<PreviewMessage, { type: "second:preview:error" }>;
export type ToldMessage = Extract<
  PreviewMessage,
  { type: "second:preview:error" } | { type: "second:preview:console" }
>;

/** Begins the log of a load. One that has begun goes on. */
export function withLoad(log: AppLog, key: string, load: { versionId: string; atMs: number }): AppLog {
  if (log.loads[key]) return log;
  const begun: LoadLog = { versionId: load.versionId, startedAtMs: load.atMs, entries: [] };
  return { ...log, loads: { ...log.loads, [key]: begun } };
}

/** Forgets all loads but these. */
export function withOnly(log: AppLog, keys: readonly string[]): AppLog {
  const kept = Object.entries(log.loads).filter(([key]) => keys.includes(key));
  return kept.length === Object.keys(log.loads).length ? log : { ...log, loads: Object.fromEntries(kept) };
}

/** Takes in what a load tells. Nothing, when the load is no longer there. */
export function withMessage(
  log: AppLog,
  key: string,
  told: { message: ToldMessage; atMs: number; isTurnRunning: boolean },
): AppLog {
  const load = log.loads[key];
  if (!load) return log;
  const { message, atMs } = told;
  const line = lineOf(message);
  if (line) return withEntry(log, key, { kind: "line", key: log.made, at: isoOf(atMs), ...line });
  // A console's line is always one; what is left is an error.
  return withError(log, key, { ...told, message: message as ErrorMessage });
}

/** Empties the console; errors are forgotten with it. */
export function withoutEntries(log: AppLog, key: string): AppLog {
  const load = log.loads[key];
  return load ? { ...log, loads: { ...log.loads, [key]: { ...load, entries: [] } } } : log;
}

/** The errors of a load, newest last. */
export function errorsOf(load: LoadLog | undefined): AppError[] {
  return (load?.entries ?? []).flatMap((entry) => (entry.kind === "error" ? [entry.error] : []));
}

const isoOf = (atMs: number) => new Date(atMs).toISOString();

function withEntry(log: AppLog, key: string, entry: LogEntry, replaced?: LogEntry): AppLog {
  const load = log.loads[key];
  if (!load) return log;
  const others = replaced ? load.entries.filter((each) => each !== replaced) : load.entries;
  const entries = [...others, entry].slice(-entriesMax);
  return { ...log, loads: { ...log.loads, [key]: { ...load, entries } }, made: log.made + 1 };
}

function withError(
  log: AppLog,
  key: string,
  { message, atMs, isTurnRunning }: { message: ErrorMessage; atMs: number; isTurnRunning: boolean },
): AppLog {
  const load = log.loads[key];
  if (!load) return log;
  const { kind, message: words, stack = null, route } = message;
  const signature = failureSignature(message);
  const known = load.entries.find((entry) => entry.kind === "error" && entry.error.signature === signature);
  const at = isoOf(atMs);
  const count = (known?.kind === "error" ? known.error.count : 0) + 1;
  const { versionId } = load;
  const error: AppError = { signature, kind, message: words, stack, route, versionId, count, lastAt: at };
  // Only an app that nobody works on shows whether it is free of an error.
  const freeSinceMs = Math.max(load.startedAtMs, known ? Date.parse(known.at) : 0);
  const wasFree = !isTurnRunning && atMs - freeSinceMs > freeMs;
  const heard = withEntry(log, key, { kind: "error", key: log.made, at, error }, known);
  return wasFree ? { ...heard, forgiven: { ...heard.forgiven, [signature]: at } } : heard;
}

const levels = {
  error: "error",
  warn: "warning",
  info: "message",
  log: "message",
  debug: "message",
} as const;

const blockedThings: Record<string, string> = {
  "connect-src": "a request to",
  "font-src": "a font from",
  "frame-src": "a page from",
  "img-src": "an image from",
  "media-src": "a sound or film from",
  "script-src-elem": "a script from",
  "style-src-elem": "a style sheet from",
};

/** What is a line and no error of the app's code; null for that. */
function lineOf(message: ToldMessage): { level: LineLevel; text: string } | null {
  if (message.type === "second:preview:console") return { level: levels[message.level], text: message.text };
  const [, blocked] = /^blocked:(.*)$/.exec(message.kind) ?? [];
  if (blocked !== undefined) {
    const thing = blockedThings[blocked] ?? "something from";
    return { level: "notice", text: `Blocked: ${thing} ${message.message}. An app reaches nothing outside.` };
  }
  // A write that failed is told at once where it happened; nobody's code needs mending.
  return message.kind.startsWith("data:") ? { level: "warning", text: message.message } : null;
}
