export type {
  AgentTool,
  AgentTurn,
  CodingAgent,
  RuntimePlace,
  RuntimeProcess,
  ToolAnswer,
  TurnEnd,
  TurnInput,
} from "./coding-agent.ts";
export { redactProviderText } from "./redact.ts";
export { isPresented, unwrapToolOutput } from "./tool-output.ts";
