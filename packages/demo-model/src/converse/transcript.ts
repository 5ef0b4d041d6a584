import { z } from "zod";

const block = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(block)]);

/** What of a Messages request a conversation is read from. */
export const conversationSchema = z.looseObject({
  system: z.union([z.string(), z.array(block)]).optional(),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content })).min(1),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
});
export type ConversationInput = z.infer<typeof conversationSchema>;

export interface Call {
  name: string;
  input: Record<string, unknown>;
  /** Null while it has none. */
  result: { text: string; isError: boolean } | null;
}

/** A message of a person and all that followed up to their next. */
export interface Turn {
  said: string;
  hasImage: boolean;
  /** Earlier turns as text, when the session that held them was lost. */
  earlier: string;
  calls: Call[];
  texts: string[];
}

export interface Transcript {
  /** At least one. */
  turns: [Turn, ...Turn[]];
  current: Turn;
  /** The working directory, absolute. */
  folder: string;
  tools: ReadonlySet<string>;
}

/** Reads a request as turns; null when no person has said anything in it. */
export function readTranscript(input: ConversationInput): Transcript | null {
  const turns: Turn[] = [];
  const calls = new Map<string, Call>();
  for (const { role, content: parts } of input.messages) {
    const blocks = typeof parts === "string" ? [{ type: "text", text: parts }] : parts;
    if (role === "user") readUser(blocks, turns, calls);
    if (role === "assistant") readAssistant(blocks, turns, calls);
  }
  const [first, ...rest] = turns;
  if (!first) return null;
  return {
    turns: [first, ...rest],
    current: rest.at(-1) ?? first,
    folder: folderIn(textOf(input.system)),
    tools: new Set((input.tools ?? []).map((tool) => tool.name)),
  };
}

type Blocks = readonly Record<string, unknown>[];

function readUser(blocks: Blocks, turns: Turn[], calls: Map<string, Call>): void {
  for (const each of blocks) {
    const call = each.type === "tool_result" ? calls.get(String(each.tool_use_id)) : undefined;
    if (call) call.result = { text: textOf(each.content), isError: each.is_error === true };
  }
  const plain = blocks
    .filter((each) => each.type === "text")
    .map((each) => withoutNotices(textOf(each.text)));
  const whole = plain.filter((each) => each !== "").join("\n");
  const hasImage = blocks.some((each) => each.type === "image" || each.type === "document");
  if (whole === "" && !hasImage) return;
  const { said, earlier } = withoutHandoff(whole);
  turns.push({ said, earlier, hasImage, calls: [], texts: [] });
}

function readAssistant(blocks: Blocks, turns: Turn[], calls: Map<string, Call>): void {
  const turn = turns.at(-1);
  if (!turn) return;
  for (const each of blocks) {
    if (each.type === "text") turn.texts.push(textOf(each.text));
    if (each.type !== "tool_use") continue;
    const call: Call = { name: String(each.name), input: asRecord(each.input), result: null };
    turn.calls.push(call);
    calls.set(String(each.id), call);
  }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

/** The text of a text, or of a list of blocks. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return value
    .map((each: unknown) => textOf(asRecord(each).text))
    .filter((each) => each !== "")
    .join("\n");
}

/** What a runtime adds to people's messages is no part of what they said. */
const withoutNotices = (said: string): string =>
  said
    .replaceAll(/<system-reminder>[\s\S]*?(<\/system-reminder>|$)/g, "")
    .replaceAll(/\[Request interrupted by user[^\]]*\]/g, "")
    .trim();

function withoutHandoff(whole: string): { said: string; earlier: string } {
  const found =
    /<conversation-so-far>([\s\S]*?)<\/conversation-so-far>(?:\s*The files in the working directory are as they were left\.)?/.exec(
      whole,
    );
  if (!found) return { said: whole, earlier: "" };
  return { said: whole.replace(found[0], () => "").trim(), earlier: found[1] ?? "" };
}

function folderIn(system: string): string {
  const named = /(?:working directory|<cwd>|cwd)\b[^/\n]{0,20}(\/[^\s<`'"]*[^\s<`'".,;:)])/i.exec(
    system,
  )?.[1];
  return (named ?? "/workspace").replace(/\/+$/, "");
}
