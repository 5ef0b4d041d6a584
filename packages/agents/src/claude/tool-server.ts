import { randomUUID } from "node:crypto";
import type { McpSdkServerConfigWithInstance } from "@anthropic-ai/claude-agent-sdk";
import type { AgentTool, ToolAnswer } from "../coding-agent.ts";

type CallTool = (name: string, input: unknown, callId: string) => Promise<ToolAnswer>;

const callIdKey = "claudecode/toolUseId";
/** Ends the agent's turn with this result, without another model call. */
const endTurnKey = "claude/endTurn";

/**
 * The platform's tools as an in-process MCP server. It hands inputs on unchecked, so that a wrong one is answered in
 * the platform's words, and shows every tool to the model from the start.
 */
export async function createToolServer(
  tools: readonly AgentTool[],
  call: CallTool,
): Promise<McpSdkServerConfigWithInstance> {
  const [{ McpServer }, { CallToolRequestSchema, ListToolsRequestSchema }] = await Promise.all([
    import("@modelcontextprotocol/sdk/server/mcp.js"),
    import("@modelcontextprotocol/sdk/types.js"),
  ]);
  const instance = new McpServer({ name: "second", version: "1.0.0" });
  instance.server.registerCapabilities({ tools: {} });
  instance.server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema, type: "object" as const },
      _meta: { "anthropic/alwaysLoad": true },
    })),
  }));
  instance.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const callId = params._meta?.[callIdKey];
    const answer = await call(
      params.name,
      params.arguments ?? {},
      typeof callId === "string" ? callId : randomUUID(),
    );
    const text = typeof answer.result === "string" ? answer.result : JSON.stringify(answer.result);
    return {
      content: [{ type: "text" as const, text }],
      isError: answer.isError,
      ...(answer.ends ? { _meta: { [endTurnKey]: true } } : {}),
    };
  });
  return { type: "sdk", name: "second", instance };
}
