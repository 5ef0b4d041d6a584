import { diffLines } from "diff";
import { durationOf, type Part, text as string, unwrapOutput } from "./part-values.ts";

export type ToolState = "running" | "done" | "failed" | "interrupted";

/** One line for one tool call, with what it opens. */
export interface ToolRow {
  callId: string;
  state: ToolState;
  icon: "read" | "write" | "edit" | "terminal" | "search" | "list" | "web" | "tool";
  /** "Wrote", "Editing", … : past tense for done, present for running. */
  verb: string;
  /** Path, command or query. */
  subject: string;
  added: number | null;
  removed: number | null;
  /** Why it failed, in a few words. */
  note: string | null;
  durationMs: number | null;
  detail: ToolDetail | null;
}

export type ToolDetail =
  | { kind: "diff"; path: string; before: string; after: string }
  | { kind: "terminal"; command: string; output: string; exit: "ok" | "failed" | null }
  | { kind: "web"; sources: readonly string[]; text: string }
  | { kind: "text"; text: string };

type Input = Record<string, unknown>;

/** Paths as people know them: without the workspace's root. */
const shortPath = (path: string) => path.replace(/^\/workspace\//, "");

/** A value of a JSON object that is still being written. */
function partial(inputText: string, name: string): string {
  const found = inputText.match(new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`))?.[1] ?? "";
  try {
    return JSON.parse(`"${found}"`);
  } catch {
    return found;
  }
}

function inputOf(part: Part): Input {
  if (typeof part.input === "object" && part.input !== null) return part.input as Input;
  const raw = string(part.inputText);
  return Object.fromEntries(
    ["file_path", "command", "pattern", "path", "query", "url", "description"].map((name) => [
      name,
      partial(raw, name),
    ]),
  );
}

function stateOf(part: Part, isLive: boolean): ToolState {
  if (part.state === "output-error") return part.toolMetadata === undefined ? "interrupted" : "failed";
  if (part.state === "output-available" && part.preliminary !== true) return "done";
  return isLive ? "running" : "interrupted";
}

const verbs: Record<string, { icon: ToolRow["icon"]; done: string; running: string; failed: string }> = {
  Read: { icon: "read", done: "Read", running: "Reading", failed: "Could not read" },
  Write: { icon: "write", done: "Wrote", running: "Writing", failed: "Could not write" },
  Edit: { icon: "edit", done: "Edited", running: "Editing", failed: "Could not edit" },
  Bash: { icon: "terminal", done: "Ran", running: "Running", failed: "Failed" },
  Glob: { icon: "list", done: "Listed", running: "Listing", failed: "Could not list" },
  Grep: { icon: "search", done: "Searched", running: "Searching", failed: "Could not search" },
  WebSearch: {
    icon: "web",
    done: "Searched the web for",
    running: "Searching the web for",
    failed: "Could not search",
  },
  WebFetch: { icon: "web", done: "Fetched", running: "Fetching", failed: "Could not fetch" },
};

const readingCommand = /^(?:cat|head|tail|less|sed -n)\s/;
const listingCommand = /^(?:ls|find|tree)\b/;
const searchingCommand = /^(?:grep|rg)\b/;

/** Plain reading commands read better as what they do. */
function commandVerbs(command: string) {
  if (readingCommand.test(command)) return { ...verbs.Read, subject: command };
  if (listingCommand.test(command)) return { ...verbs.Glob, subject: command };
  if (searchingCommand.test(command)) return { ...verbs.Grep, subject: command };
  return { ...verbs.Bash, subject: command };
}

function subjectOf(toolName: string, input: Input): string {
  switch (toolName) {
    case "Read":
    case "Write":
    case "Edit":
      return shortPath(string(input.file_path));
    case "Glob":
    case "Grep":
      return string(input.pattern);
    case "WebSearch":
      return string(input.query);
    case "WebFetch":
      return URL.canParse(string(input.url)) ? new URL(string(input.url)).host : string(input.url);
    default:
      return string(input.description) || JSON.stringify(input).slice(0, 80);
  }
}

function changedLines(before: string, after: string): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const { count = 0, added: isAdded, removed: isRemoved } of diffLines(before, after)) {
    if (isAdded) added += count;
    if (isRemoved) removed += count;
  }
  return { added, removed };
}

function outputText(part: Part): string {
  if (part.state === "output-error") return string(part.errorText);
  const output = unwrapOutput(part.output);
  return typeof output === "string" ? output : output === undefined ? "" : JSON.stringify(output, null, 2);
}

const sourcesMax = 8;

/** The pages that a search or a fetch names, each once. */
function sourcesOf(input: Input, text: string): string[] {
  const found = text.match(/https?:\/\/[^\s"'<>)\]\\]+/g) ?? [];
  const all = [string(input.url), ...found].filter((url) => URL.canParse(url));
  return [...new Set(all)].slice(0, sourcesMax);
}

function detailOf(toolName: string, input: Input, part: Part): ToolDetail | null {
  const isFailed = part.state === "output-error";
  if (isFailed && toolName !== "Bash") return { kind: "text", text: outputText(part) };
  const path = shortPath(string(input.file_path));
  if (toolName === "Write") return { kind: "diff", path, before: "", after: string(input.content) };
  if (toolName === "Edit")
    return { kind: "diff", path, before: string(input.old_string), after: string(input.new_string) };
  if (toolName === "Bash") {
    const isDone = part.state === "output-available" && part.preliminary !== true;
    return {
      kind: "terminal",
      command: string(input.command),
      output: outputText(part),
      exit: isFailed ? "failed" : isDone ? "ok" : null,
    };
  }
  const text = outputText(part);
  if (toolName === "WebSearch" || toolName === "WebFetch")
    return text ? { kind: "web", sources: sourcesOf(input, text), text } : null;
  if (Object.hasOwn(verbs, toolName)) return text ? { kind: "text", text } : null;
  return { kind: "text", text: `${JSON.stringify(input, null, 2)}\n\n${text}`.trim() };
}

const noteLengthMax = 40;

/** The first words of what went wrong; all of it stands in the detail. */
function noteOf(toolName: string, part: Part): string | null {
  if (part.state !== "output-error" || part.toolMetadata === undefined) return null;
  const first =
    outputText(part)
      .trim()
      .split("\n")[0]
      ?.replace(/^(?:Error|.*?Error):\s*/, "") ?? "";
  if (toolName === "Bash") return first.match(/exit code \d+/i)?.[0] ?? null;
  if (/not exist|not found|no such file|ENOENT/i.test(first)) return "Not found";
  return first.length > 0 && first.length <= noteLengthMax ? first : null;
}

/** Rows by part: parts never change, so that a long answer is not compared anew with every word. */
const known = new WeakMap<Part, { isLive: boolean; row: ToolRow }>();

/** One tool call as a line. */
export function toolRow(part: Part, isLive: boolean): ToolRow {
  const cached = known.get(part);
  if (cached?.isLive === isLive) return cached.row;
  const row = makeRow(part, isLive);
  known.set(part, { isLive, row });
  return row;
}

function makeRow(part: Part, isLive: boolean): ToolRow {
  const toolName = string(part.toolName);
  const input = inputOf(part);
  const state = stateOf(part, isLive);
  const words =
    toolName === "Bash"
      ? commandVerbs(string(input.command))
      : { ...verbs[toolName], subject: subjectOf(toolName, input) };
  const running = words.running ?? "Using";
  const verb = {
    running,
    done: words.done ?? "Used",
    failed: words.failed ?? "Failed",
    interrupted: `Interrupted while ${running.toLowerCase()}`,
  }[state];
  const isChange = toolName === "Write" || toolName === "Edit";
  const hasInput = typeof part.input === "object" && part.input !== null;
  const detail = hasInput ? detailOf(toolName, input, part) : null;
  const changed = isChange && detail?.kind === "diff" ? changedLines(detail.before, detail.after) : null;
  return {
    callId: string(part.toolCallId),
    state,
    icon: words.icon ?? "tool",
    verb,
    subject: words.done
      ? words.subject
      : `${toolName.replace(/^mcp__/, "").replaceAll("__", " ")} ${words.subject}`,
    added: changed?.added ?? null,
    removed: changed?.removed ?? null,
    note: noteOf(toolName, part),
    durationMs: durationOf(part),
    detail,
  };
}
