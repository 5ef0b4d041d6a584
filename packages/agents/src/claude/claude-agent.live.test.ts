import { describeCodingAgent, openPlainPlace } from "../contract/index.ts";
import { createClaudeAgent, findClaude } from "./index.ts";

describeCodingAgent("Claude's runtime, unjailed, with a scripted model", async () => {
  const program = await findClaude({ explicitPath: null, searchPath: "" });
  if (program.path === null) throw new Error(program.reason);
  const command = program.path;
  return {
    agent: createClaudeAgent({ detect: async () => [] }),
    runtimeId: "claude-code",
    model: "claude-sonnet-4-6",
    openPlace: ({ baseUrl, onSpawn }) =>
      openPlainPlace({
        command,
        env: { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: "placeholder" },
        onSpawn,
      }),
  };
});
