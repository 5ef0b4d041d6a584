export { findEventFaults } from "./check-events.ts";
export { type AgentFixture, describeCodingAgent } from "./coding-agent-suite.ts";
export { openPlainPlace } from "./plain-place.ts";
export {
  type ScriptedBlock,
  type ScriptedModel,
  type ScriptedReply,
  scriptedPrompt,
  startScriptedModel,
} from "./scripted-model.ts";
