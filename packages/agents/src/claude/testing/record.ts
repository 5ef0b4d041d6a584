import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import { openPlainPlace, scriptedPrompt, startScriptedModel } from "../../contract/index.ts";
import { findClaude } from "../index.ts";
import { openSession } from "../session.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

/**
 * Records what the real runtime says in each scenario, against a scripted model:
 * `npx tsx --conditions=@second/source packages/agents/src/claude/testing/record.ts [scenario…]`
 */
const wanted = process.argv.slice(2);
for (const [name, scenario] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const messages = await record(scenario);
  const file = fileURLToPath(new URL(`../__recordings__/${name}.jsonl`, import.meta.url));
  await writeFile(file, messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
}

async function record(scenario: Scenario): Promise<unknown[]> {
  const model = await startScriptedModel();
  const program = await findClaude({ explicitPath: null, searchPath: "" });
  if (program.path === null) throw new Error(program.reason);
  const baseUrl = scenario.isUnreachable ? "http://127.0.0.1:1" : model.url;
  const place = await openPlainPlace({
    command: program.path,
    env: { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: "placeholder" },
  });
  const schema = { type: "object", properties: {} };
  const session = await openSession(
    {
      turnId: "recorded",
      appKey: "recorded",
      runtimeId: "claude-code",
      model: "claude-sonnet-4-6",
      params: {},
      prompt: "",
      handoff: "",
      systemPrompt: "You build apps.",
      session: null,
      tools: ["echo", "present_card"].map((name) => ({
        name,
        description: name,
        inputSchema: schema,
        call: () => Promise.reject(new Error("Calls go to the listener.")),
      })),
      limits: { stepsMax: 20, minutesMax: 1 },
      placeKey: "recorded",
      openPlace: async () => place,
    },
    { isFresh: true },
  );
  const messages: unknown[] = [];
  let characters = 0;
  await new Promise<void>((resolve) => {
    session.send(
      { turnId: "recorded", handoff: "", prompt: scriptedPrompt("Do it.", scenario.replies) },
      {
        onMessage(message) {
          messages.push(withoutMachine(message, place.workspacePath));
          characters += textLength(message);
          if (scenario.interruptAfter !== undefined && characters >= scenario.interruptAfter)
            session.interrupt();
          if (message.type === "result") resolve();
        },
        onGone: () => resolve(),
        callTool: async (name, input) =>
          name === "echo"
            ? { result: { heard: input }, isError: false }
            : { result: { ok: true, status: "presented" }, isError: false, ends: { reason: "presented" } },
      },
    );
  });
  await session.close();
  await model.close();
  return messages;
}

function textLength(message: SDKMessage): number {
  if (message.type !== "stream_event" || message.event.type !== "content_block_delta") return 0;
  return message.event.delta.type === "text_delta" ? message.event.delta.text.length : 0;
}

/** Leaves out what depends on the machine and what no one reads. */
function withoutMachine(message: SDKMessage, workspacePath: string): unknown {
  const text = JSON.stringify(message).replaceAll(workspacePath, "/workspace");
  const copy: Record<string, unknown> = JSON.parse(text);
  if (copy.subtype !== "init") return copy;
  return Object.fromEntries(
    ["type", "subtype", "cwd", "session_id", "model", "tools", "permissionMode", "uuid"].map((key) => [
      key,
      copy[key],
    ]),
  );
}
