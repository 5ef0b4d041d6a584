import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** One block of a model's answer. `pauseMs` waits before the next one; `cut` drops the connection. */
export type ScriptedBlock =
  | { text: string; delayMs?: number }
  | { thinking: string }
  | { redacted: true }
  | { tool: string; input: unknown }
  | { tool: string; rawInput: string }
  | { pauseMs: number }
  | { cut: true };

/** The answer to one model call: blocks, or an error with its HTTP status. */
export type ScriptedReply = ScriptedBlock[] | { status: number; type: string; message: string };

export interface ScriptedModel {
  /** Base URL on loopback, without a path. */
  url: string;
  /** Bodies of all model calls so far, oldest first. */
  calls: { headers: Record<string, string>; body: MessagesBody }[];
  close(): Promise<void>;
}

interface MessagesBody {
  model: string;
  stream?: boolean;
  system?: unknown;
  tools?: { name: string }[];
  messages: { role: string; content: string | { type: string; text?: string }[] }[];
}

const mark = "SCRIPT:";
/** Lets what was written reach the client before its connection is dropped. */
const flushMs = 50;

/** A prompt that makes a scripted model answer its n-th call with the n-th reply, and then with "done". */
export function scriptedPrompt(text: string, replies: ScriptedReply[]): string {
  return `${text}\n${mark}${Buffer.from(JSON.stringify(replies)).toString("base64")}`;
}

/**
 * A loopback server that speaks the streaming Messages API and answers by the script in the newest prompt. It lets
 * real runtimes run without a network, a key or a model.
 */
export async function startScriptedModel(): Promise<ScriptedModel> {
  const calls: ScriptedModel["calls"] = [];
  const server = createServer((request, response) => {
    void answer(request, response, calls).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  calls: ScriptedModel["calls"],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method !== "POST" || request.url?.split("?")[0] !== "/v1/messages") {
    response.writeHead(404).end();
    return;
  }
  const body: MessagesBody = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  calls.push({
    headers: Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)])),
    body,
  });
  const reply = replyTo(body);
  if (!Array.isArray(reply)) {
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(JSON.stringify({ type: "error", error: { type: reply.type, message: reply.message } }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": `req_${calls.length}` });
  await stream(reply, response, { model: body.model, call: calls.length });
}

/** The reply that the newest script has for this call, counted by the tool results since its prompt. */
function replyTo(body: MessagesBody): ScriptedReply {
  let replies: ScriptedReply[] = [];
  let step = 0;
  for (const message of body.messages) {
    if (message.role !== "user") continue;
    const blocks =
      typeof message.content === "string" ? [{ type: "text", text: message.content }] : message.content;
    const script = blocks
      .map((block) => block.text?.match(/SCRIPT:([A-Za-z0-9+/=]+)/)?.[1])
      .findLast(Boolean);
    if (script) {
      replies = JSON.parse(Buffer.from(script, "base64").toString("utf8"));
      step = 0;
    } else if (blocks.some((block) => block.type === "tool_result")) step += 1;
  }
  return replies[step] ?? [{ text: "done" }];
}

const usage = { input_tokens: 100, cache_creation_input_tokens: 7, cache_read_input_tokens: 50 };

async function stream(
  blocks: ScriptedBlock[],
  response: ServerResponse,
  { model, call }: { model: string; call: number },
): Promise<void> {
  const send = (event: { type: string } & Record<string, unknown>) =>
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const id = `msg_${String(call).padStart(6, "0")}`;
  const message = {
    id,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  send({ type: "message_start", message: { ...message, usage: { ...usage, output_tokens: 1 } } });
  let index = 0;
  for (const block of blocks) {
    if (response.destroyed) return;
    if ("pauseMs" in block) {
      await sleep(block.pauseMs);
      continue;
    }
    if ("cut" in block) {
      await sleep(flushMs);
      response.destroy();
      return;
    }
    await sendBlock(block, { index, send, id: `toolu_${call}_${index}` });
    index += 1;
  }
  const stopReason = blocks.some((block) => "tool" in block) ? "tool_use" : "end_turn";
  send({
    type: "message_delta",
    delta: { stop_reason: stopReason, stop_sequence: null },
    usage: { ...usage, output_tokens: 42 },
  });
  send({ type: "message_stop" });
  response.end();
}

async function sendBlock(
  block: Exclude<ScriptedBlock, { pauseMs: number } | { cut: true }>,
  {
    index,
    send,
    id,
  }: { index: number; send: (event: { type: string; [key: string]: unknown }) => void; id: string },
): Promise<void> {
  const start = (content_block: unknown) => send({ type: "content_block_start", index, content_block });
  const delta = (value: unknown) => send({ type: "content_block_delta", index, delta: value });
  if ("redacted" in block) {
    start({ type: "redacted_thinking", data: "c2VjcmV0" });
  } else if ("thinking" in block) {
    start({ type: "thinking", thinking: "", signature: "" });
    for (const word of block.thinking.split(/(?<= )/)) delta({ type: "thinking_delta", thinking: word });
    delta({ type: "signature_delta", signature: "c2lnbmF0dXJl" });
  } else if ("tool" in block) {
    start({ type: "tool_use", id, name: block.tool, input: {} });
    const input = "rawInput" in block ? block.rawInput : JSON.stringify(block.input);
    for (let at = 0; at < input.length; at += 24) {
      delta({ type: "input_json_delta", partial_json: input.slice(at, at + 24) });
    }
  } else {
    start({ type: "text", text: "" });
    for (const word of block.text.split(/(?<= )/)) {
      delta({ type: "text_delta", text: word });
      if (block.delayMs) await sleep(block.delayMs);
    }
  }
  send({ type: "content_block_stop", index });
}
