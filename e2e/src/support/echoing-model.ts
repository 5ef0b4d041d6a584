import type { IncomingHttpHeaders } from "node:http";
import { openLoopback } from "./loopback.ts";

export interface EchoingModel {
  url: string;
  /** Headers of every model call, oldest first. */
  calls: IncomingHttpHeaders[];
  close(): Promise<void>;
}

type Block = { type: "text"; text: string } | { type: "tool_use"; name: string; input: unknown };

/** A prompt with this word is refused with a body that repeats the key which came with it. */
export const refusalWord = "REFUSE";

/**
 * A model on loopback that is as careless as one can be: it has the agent run `command`, then repeats in its answer what
 * the agent was told and the headers that the agent itself sent.
 */
export async function startEchoingModel(command: string): Promise<EchoingModel> {
  const calls: IncomingHttpHeaders[] = [];
  const { url, close } = await openLoopback(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { headers } = request;
    if (request.method !== "POST" || !request.url?.startsWith("/v1/messages")) {
      response.writeHead(404).end();
      return;
    }
    calls.push(headers);
    const { messages } = JSON.parse(body) as { messages: unknown };
    const text = JSON.stringify(messages);
    if (text.includes(refusalWord)) {
      const message = `invalid x-api-key: ${headers["x-api-key"]} of ${JSON.stringify(headers)}`;
      response.writeHead(401, { "content-type": "application/json", "x-echo": String(headers["x-api-key"]) });
      response.end(JSON.stringify({ type: "error", error: { type: "authentication_error", message } }));
      return;
    }
    // The key is this server's to know; whatever else came along, the agent had at hand.
    const { "x-api-key": _key, ...sent } = headers;
    const answer: Block = text.includes('"tool_result"')
      ? { type: "text", text: `I was told ${text} and sent ${JSON.stringify(sent)}.` }
      : { type: "tool_use", name: "Bash", input: { command, description: "Looks around" } };
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of eventsOf(answer, calls.length))
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
  return { url, calls, close };
}

function eventsOf(block: Block, call: number): { type: string; [field: string]: unknown }[] {
  const usage = { input_tokens: 10, output_tokens: 10 };
  const isTool = block.type === "tool_use";
  const start = isTool
    ? { type: "tool_use", id: `toolu_${call}`, name: block.name, input: {} }
    : { type: "text", text: "" };
  const delta = isTool
    ? { type: "input_json_delta", partial_json: JSON.stringify(block.input) }
    : { type: "text_delta", text: block.text };
  return [
    {
      type: "message_start",
      message: {
        id: `msg_${call}`,
        type: "message",
        role: "assistant",
        model: "echo",
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage,
      },
    },
    { type: "content_block_start", index: 0, content_block: start },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: isTool ? "tool_use" : "end_turn", stop_sequence: null },
      usage,
    },
    { type: "message_stop" },
  ];
}
