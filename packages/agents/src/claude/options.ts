import type { EffortLevel, Options, ThinkingConfig } from "@anthropic-ai/claude-agent-sdk";
import { builderToolPrefix } from "@second/contracts";
import type { RuntimePlace, TurnInput } from "../coding-agent.ts";
import { configFolder } from "./session-files.ts";

const ownTools = ["Read", "Write", "Edit", "Bash", "Glob", "Grep"];
const commandMsMax = 5 * 60_000;
const thinkingTokens = 16_000;
const retriesMax = 3;

const efforts: readonly string[] = ["low", "medium", "high", "xhigh", "max"] satisfies EffortLevel[];

/** How the runtime is started: isolated from any settings of the machine, with the place as its whole world. */
export function sessionOptions(input: TurnInput, place: RuntimePlace): Options {
  const { effort } = input.params;
  const thinking = thinkingOf(input.params.thinking);
  return {
    pathToClaudeCodeExecutable: place.command,
    cwd: place.workspacePath,
    model: input.model,
    systemPrompt: input.systemPrompt,
    tools: ownTools,
    allowedTools: [...ownTools, `${builderToolPrefix}*`],
    // The jail is the boundary; asking inside it would only stall the turn.
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    includePartialMessages: true,
    settingSources: [],
    strictMcpConfig: true,
    env: runtimeEnvironment(place),
    ...(effort !== undefined && isEffort(effort) ? { effort } : {}),
    ...(thinking ? { thinking } : {}),
  };
}

/** The whole environment of the process [SBX-1]. */
function runtimeEnvironment(place: RuntimePlace): Record<string, string> {
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: place.home.pathInside,
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
    TERM: "dumb",
    CLAUDE_CONFIG_DIR: `${place.home.pathInside}/${configFolder}`,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
    CLAUDE_CODE_MAX_RETRIES: String(retriesMax),
    BASH_DEFAULT_TIMEOUT_MS: String(commandMsMax),
    BASH_MAX_TIMEOUT_MS: String(commandMsMax),
    // Lets a worker that runs as root start it; the sandbox is what protects.
    IS_SANDBOX: "1",
    ...place.env,
  };
}

function isEffort(value: string): value is EffortLevel {
  return efforts.includes(value);
}

function thinkingOf(value: string | undefined): ThinkingConfig | null {
  if (value === "disabled") return { type: "disabled" };
  if (value === "adaptive") return { type: "adaptive" };
  if (value === "enabled") return { type: "enabled", budgetTokens: thinkingTokens };
  return null;
}
