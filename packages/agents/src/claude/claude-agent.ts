import { type RuntimeDetection, runtimes } from "@second/contracts";
import type { CodingAgent } from "../coding-agent.ts";
import { startClaudeTurn } from "./claude-turn.ts";
import { createWarmSessions, type WarmOptions, warmDefaults } from "./warm-sessions.ts";

export interface ClaudeAgentOptions {
  /** What is known about the runtimes that this adapter serves; asked anew by each `detect`. */
  detect: () => Promise<RuntimeDetection[]>;
  warm?: Partial<WarmOptions>;
}

/** The adapter of Claude's runtime. It also plays the demo, whose places lead to the demo's model. */
export function createClaudeAgent({ detect, warm }: ClaudeAgentOptions): CodingAgent {
  const options = { ...warmDefaults, ...warm };
  const sessions = createWarmSessions(options);
  return {
    detect,
    startTurn: (input) =>
      startClaudeTurn(input, {
        sessions,
        isBilled: isBilled(input.runtimeId),
        onLeftover: options.onLeftover,
      }),
    trim: () => sessions.trim(),
    close: () => sessions.close(),
  };
}

function isBilled(runtimeId: string): boolean {
  return runtimes.some((runtime) => runtime.id === runtimeId && runtime.costKind === "billed");
}

/** Loads what the first turn would otherwise load: it takes a few hundred milliseconds that a start should not. */
export async function preloadClaude(): Promise<void> {
  await Promise.all([
    import("@anthropic-ai/claude-agent-sdk"),
    import("@modelcontextprotocol/sdk/server/mcp.js"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
}
