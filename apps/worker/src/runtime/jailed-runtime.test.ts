import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClaudeAgent, findClaude } from "@second/agents/claude";
import {
  describeCodingAgent,
  type ScriptedModel,
  scriptedPrompt,
  startScriptedModel,
} from "@second/agents/contract";
import type { AgentEvent } from "@second/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGateway } from "../gateway/index.ts";
import { createSandbox, type Mount, type Sandbox } from "../sandbox/index.ts";
import { openOwnFolder } from "./own-folder.ts";
import { createPlaces } from "./places.ts";

const canary = "sk-ant-canary-do-not-leak-0123456789";
const searchPath = "/usr/local/bin:/usr/bin:/bin";

async function openFixture(sandbox: Sandbox) {
  const root = await mkdtemp(join(tmpdir(), "second-runtime-"));
  const program = await findClaude({ explicitPath: null, searchPath: "" });
  const homes = await openOwnFolder(join(root, "homes"));
  const agent = createClaudeAgent({ detect: async () => [] });
  let count = 0;
  return {
    root,
    agent,
    async openPlace(baseUrl: string, dependencies: Mount | null = null) {
      const gateway = createGateway({
        upstream: new URL(baseUrl),
        credentials: { apiKey: canary, signIn: async () => null },
        demo: () => Promise.reject(new Error("not the demo")),
        socketsDirectory: root,
      });
      count += 1;
      const workspacePath = join(root, `workspace-${count}`);
      await mkdir(workspacePath);
      const places = createPlaces({
        ...{ sandbox, gateway, homesDirectory: homes.path },
        programPath: async () => program.path,
      });
      const place = await places.open({ workspacePath, runtimeId: "claude-code", dependencies });
      const close = async () => {
        await place.close();
        await gateway.close();
      };
      return { ...place, close };
    },
  };
}

describeCodingAgent("Claude's runtime in its jail, through the model gateway", async () => {
  const fixture = await openFixture(await createSandbox({ mode: "auto", searchPath }));
  return {
    agent: fixture.agent,
    runtimeId: "claude-code",
    model: "claude-sonnet-4-6",
    async openPlace({ baseUrl, onSpawn }) {
      const place = await fixture.openPlace(baseUrl);
      return {
        ...place,
        spawn(start) {
          const process = place.spawn(start);
          onSpawn(process);
          return process;
        },
      };
    },
  };
});

describe.each(["jailed", "plain"])("a %s runtime", (kind) => {
  let sandbox: Sandbox;
  let model: ScriptedModel;
  let fixture: Awaited<ReturnType<typeof openFixture>>;

  beforeAll(async () => {
    sandbox = await createSandbox({ mode: "auto", searchPath: kind === "jailed" ? searchPath : "/nowhere" });
    model = await startScriptedModel();
    fixture = await openFixture(sandbox);
  });
  afterAll(async () => {
    await fixture.agent.close();
    await model.close();
    await rm(fixture.root, { recursive: true, force: true });
  });

  async function runCommand(command: string, dependencies: Mount | null = null) {
    const events: AgentEvent[] = [];
    const turn = fixture.agent.startTurn({
      turnId: "turn",
      appKey: command,
      runtimeId: "claude-code",
      model: "claude-sonnet-4-6",
      params: {},
      prompt: scriptedPrompt("Do it.", [[{ tool: "Bash", input: { command } }]]),
      handoff: "",
      systemPrompt: "You build apps.",
      session: null,
      tools: [],
      limits: { stepsMax: 5, minutesMax: 1 },
      placeKey: dependencies?.source ?? "",
      openPlace: () => fixture.openPlace(model.url, dependencies),
    });
    for await (const event of turn) events.push(event);
    const result = events.find((event) => event.type === "tool-result");
    return {
      events,
      output: String(result?.type === "tool-result" ? result.output : ""),
      session: await turn.sessionState(),
    };
  }

  it("[SBX-1] never holds the real key: not in its environment, processes, files, transcript or events", async () => {
    const before = model.calls.length;
    // Unjailed, other processes are none of its business; in the jail all that it can see is its own.
    const processes = kind === "jailed" ? "/proc/[0-9]*" : "/proc/$PPID";
    const { events, output, session } = await runCommand(
      `env; cat ${processes}/environ ${processes}/cmdline 2>/dev/null | tr '\\0' '\\n'; cat -- ~/.claude/* 2>/dev/null; echo searched`,
    );
    expect(output).toContain("searched");
    expect(output).not.toContain("canary");
    expect(JSON.stringify(events)).not.toContain(canary);
    expect(session?.data).toBeTruthy();
    expect(session?.data).not.toContain(canary);
    expect(model.calls.slice(before).map((call) => call.headers["x-api-key"])).toEqual([canary, canary]);
    for (const file of await readdir(fixture.root, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(canary);
    }
  });

  if (kind === "jailed")
    it("[SBX-3] sees no other app, reaches no network and cannot change what is shared", async () => {
      const shared = await mkdtemp(join(fixture.root, "deps-"));
      await writeFile(join(shared, "package.txt"), "shared");
      await mkdir(join(fixture.root, "other-app"), { recursive: true });
      const { output } = await runCommand(
        [
          "pwd; id -u; cat /deps/package.txt; echo",
          "touch /deps/x 2>/dev/null || echo deps-read-only",
          "touch /usr/x 2>/dev/null || echo system-read-only",
          `ls ${fixture.root} 2>/dev/null || echo others-unseen`,
          "(exec 3<>/dev/tcp/127.0.0.1/80) 2>/dev/null || echo no-loopback",
          "(exec 3<>/dev/tcp/1.1.1.1/443) 2>/dev/null || echo no-network",
          "echo ok > made.txt && echo ok > ~/made.txt && echo writable",
        ].join("; "),
        { source: shared, target: "/deps" },
      );
      expect(output.split("\n")).toEqual([
        "/workspace",
        "1000",
        "shared",
        "deps-read-only",
        "system-read-only",
        "others-unseen",
        "no-loopback",
        "no-network",
        "writable",
      ]);
    });
});
