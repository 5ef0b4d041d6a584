export { type ClaudeAgentOptions, createClaudeAgent, preloadClaude } from "./claude-agent.ts";
export { type ClaudeProgram, findClaude } from "./find-claude.ts";
