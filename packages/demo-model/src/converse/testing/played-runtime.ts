import { readFile } from "node:fs/promises";
import { type Plan, planSchema, suggestionsSchema } from "@second/contracts";
import { createDemoModel } from "../../serve/demo-model.ts";
import { toolNames } from "../blocks.ts";

interface ContentBlock {
  type: string;
  [field: string]: unknown;
}
interface Message {
  role: "user" | "assistant";
  content: string | ContentBlock[];
}

type BuildAnswer =
  | { status: "complete" }
  | { status: "failed"; errors: { file: string; line: number; message: string }[] };

/** Plays a coding-agent runtime and its platform around the demo: files in memory, tools, cards that end a turn. */
export interface PlayedRuntime {
  files: Map<string, string>;
  messages: Message[];
  /** Says something as the person; what the demo said and did until the turn ended. */
  say(text: string): Promise<PlayedTurn>;
  /** Loses the session: what was said comes back as text with the next message. */
  loseSession(): void;
  /** What `done_building` answers; by default that all is well. */
  build: (files: ReadonlyMap<string, string>) => BuildAnswer;
}

export interface PlayedTurn {
  texts: string[];
  calls: { name: string; input: Record<string, unknown>; result: string }[];
  /** Model calls that the turn took. */
  rounds: number;
  plan: Plan | null;
}

const template = new URL("../../../../app-template/template/", import.meta.url);
const workingFolder = "/workspace";
const names = Object.values(toolNames);

export async function playRuntime(): Promise<PlayedRuntime> {
  const read = (path: string) => readFile(new URL(path, template), "utf8");
  const files = new Map([
    ["CLAUDE.md", await read("CLAUDE.md")],
    ["src/app.tsx", await read("src/app.tsx")],
  ]);
  const demo = createDemoModel();
  const known = new Set<string>();
  const story: string[] = [];
  let lost = "";
  const runtime: PlayedRuntime = {
    files,
    messages: [],
    build: () => ({ status: "complete" }),
    loseSession() {
      lost = handoff(story);
      runtime.messages = [];
      known.clear();
    },
    async say(text) {
      const prompt = lost + text;
      lost = "";
      runtime.messages.push({
        role: "user",
        content: [
          {
            type: "text",
            text: "<system-reminder>\nAs you answer, mind this: add a poem field.\n</system-reminder>",
          },
          { type: "text", text: prompt },
        ],
      });
      const turn = await playTurn(runtime, { demo, known });
      story.push(...told(text, turn));
      return turn;
    },
  };
  return runtime;
}

interface Inside {
  demo: (request: Request) => Promise<Response>;
  /** Files that were read or written in this session. */
  known: Set<string>;
}

async function playTurn(runtime: PlayedRuntime, inside: Inside): Promise<PlayedTurn> {
  const turn: PlayedTurn = { texts: [], calls: [], rounds: 0, plan: null };
  for (;;) {
    turn.rounds += 1;
    if (turn.rounds > 12) throw new Error("The turn does not end.");
    const content = await ask(runtime, inside);
    runtime.messages.push({ role: "assistant", content });
    const results: ContentBlock[] = [];
    for (const block of content) {
      if (block.type === "text") turn.texts.push(String(block.text));
      if (block.type !== "tool_use") continue;
      const name = String(block.name);
      const input = block.input as Record<string, unknown>; // the demo's own blocks
      const result = useTool(runtime, inside, { name, input });
      turn.calls.push({ name, input, result: result.text });
      if (name === toolNames.plan) turn.plan = planSchema.parse(input);
      results.push({
        type: "tool_result",
        tool_use_id: block.id,
        content: [{ type: "text", text: result.text }],
        is_error: result.isError,
      });
    }
    if (results.length === 0) return turn;
    runtime.messages.push({ role: "user", content: results });
    if (turn.calls.some(({ name }) => name === toolNames.plan || name === toolNames.suggestions)) return turn;
  }
}

async function ask(runtime: PlayedRuntime, { demo }: Inside): Promise<ContentBlock[]> {
  const body = {
    model: "demo",
    max_tokens: 32_000,
    system: [
      {
        type: "text",
        text: "You are Second's builder. Today is 2026-11-24. Work in the current directory, `/workspace`.",
      },
    ],
    tools: names.map((name) => ({ name, input_schema: { type: "object" } })),
    messages: runtime.messages,
  };
  const response = await demo(
    new Request("http://demo/v1/messages", { method: "POST", body: JSON.stringify(body) }),
  );
  if (response.status !== 200) throw new Error(await response.text());
  const message = (await response.json()) as { content: ContentBlock[]; stop_reason: string };
  const hasTools = message.content.some(({ type }) => type === "tool_use");
  if ((message.stop_reason === "tool_use") !== hasTools) throw new Error("The stop reason is wrong.");
  return message.content;
}

interface Result {
  text: string;
  isError: boolean;
}
const ok = (text: string): Result => ({ text, isError: false });
const failed = (text: string): Result => ({ text, isError: true });

function useTool(
  runtime: PlayedRuntime,
  inside: Inside,
  call: { name: string; input: Record<string, unknown> },
): Result {
  const { files } = runtime;
  const { name, input } = call;
  const path = String(input.file_path ?? "").replace(`${workingFolder}/`, "");
  const held = files.get(path);
  switch (name) {
    case toolNames.read:
      if (held === undefined) return failed("File does not exist.");
      inside.known.add(path);
      return ok(numbered(held, input));
    case toolNames.write:
      if (held !== undefined && !inside.known.has(path))
        return failed("File has not been read yet. Read it first before writing to it.");
      files.set(path, String(input.content));
      inside.known.add(path);
      return ok(`File written: ${path}`);
    case toolNames.edit: {
      const old = String(input.old_string);
      if (!inside.known.has(path))
        return failed("File has not been read yet. Read it first before writing to it.");
      if (held?.split(old).length !== 2)
        return failed("String to replace was not found, or found more than once.");
      files.set(
        path,
        held.replace(old, () => String(input.new_string)),
      );
      return ok("Edited.");
    }
    case toolNames.find: {
      const found = [...files.keys()].filter((each) => /^src\/features\/[^/]+\/[^/]+$/.test(each));
      return ok(
        found.length > 0 ? found.map((each) => `${workingFolder}/${each}`).join("\n") : "No files found",
      );
    }
    case toolNames.remove: {
      const removed = /^rm -f '\/workspace\/([\w./-]+)'$/.exec(String(input.command))?.[1];
      if (removed === undefined) return failed("Not allowed.");
      files.delete(removed);
      return ok("");
    }
    case toolNames.done:
      return ok(
        JSON.stringify({
          summary: input.summary,
          stage: "check",
          message: "It does not compile.",
          ...runtime.build(files),
        }),
      );
    case toolNames.suggestions:
      return ok(JSON.stringify({ ok: true, status: "presented", ...suggestionsSchema.parse(input) }));
    case toolNames.plan:
      return ok(JSON.stringify({ ok: true, status: "presented" }));
    default:
      return failed(`No such tool: ${name}`);
  }
}

function numbered(content: string, { offset = 1, limit = 2000 }: Record<string, unknown>): string {
  const lines = content.replace(/\n$/, "").split("\n");
  const from = Number(offset) - 1;
  const shown = lines
    .slice(from, from + Number(limit))
    .map((line, index) => `${String(from + index + 1).padStart(6)}→${line}`);
  return `${shown.join("\n")}\n\n<system-reminder>\nMind what a file says.\n</system-reminder>\n`;
}

/** Earlier turns as the platform tells them to a session that has not seen them. */
const handoff = (story: readonly string[]): string =>
  `<conversation-so-far>\n${story.join("\n\n")}\n</conversation-so-far>\nThe files in the working directory are as they were left.\n\n`;

function told(text: string, turn: PlayedTurn): string[] {
  const plan = turn.plan ? [`Plan: ${JSON.stringify(turn.plan)}`] : [];
  return [`Person: ${text}`, `You: ${[...turn.texts, ...plan].join("\n")}`];
}
