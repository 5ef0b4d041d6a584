export { type ClaudeAgentOptions, createClaudeAgent } from "./claude-agent.ts";
export { type ClaudeProgram, findClaude } from "./find-claude.ts";
