import { setTimeout as sleep } from "node:timers/promises";
import { toolNames } from "../converse/blocks.ts";
import { type Answer, contentOf } from "./messages-api.ts";

export type Pace = "instant" | "human";

const wordsPerSecond = 60;
const signature = Buffer.from("the demo thinks by fixed rules").toString("base64");

type Event = { type: string; [field: string]: unknown };

/** The answer as the server-sent events of the Messages API, in deltas of a word. */
export function eventStream(answer: Answer, pace: Pace): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const events = paced(answer, pace);
  return new ReadableStream({
    async pull(controller) {
      const next = await events.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await events.return(undefined);
    },
  });
}

/** Chunks of events: a block at a time, or word by word with pauses. */
async function* paced(answer: Answer, pace: Pace): AsyncGenerator<string, void, undefined> {
  const shown = (event: Event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  let chunk = "";
  for (const event of eventsOf(answer)) {
    chunk += shown(event);
    const pauseMs = pace === "human" ? pauseAfter(event) : 0;
    if (pauseMs === 0 && event.type !== "content_block_stop") continue;
    yield chunk;
    chunk = "";
    if (pauseMs > 0) await sleep(pauseMs);
  }
  yield chunk;
}

function pauseAfter(event: Event): number {
  const isFile =
    event.type === "content_block_start" && event.content_block !== null && isWrite(event.content_block);
  if (isFile) return 1000;
  const delta = event.delta as { type?: string } | undefined; // made below
  return delta?.type === "text_delta" || delta?.type === "thinking_delta"
    ? Math.round(1000 / wordsPerSecond)
    : 0;
}

const isWrite = (block: unknown): boolean =>
  typeof block === "object" && block !== null && "name" in block && block.name === toolNames.write;

function* eventsOf(answer: Answer): Generator<Event> {
  const message = {
    ...messageOf(answer),
    content: [],
    stop_reason: null,
    usage: usageOf(answer.usage.input, 1),
  };
  yield { type: "message_start", message };
  for (const [index, block] of answer.blocks.entries()) {
    yield { type: "content_block_start", index, content_block: emptyBlock(block) };
    for (const word of words(contentOf(block)))
      yield { type: "content_block_delta", index, delta: deltaOf(block, word) };
    if (block.type === "thinking")
      yield { type: "content_block_delta", index, delta: { type: "signature_delta", signature } };
    yield { type: "content_block_stop", index };
  }
  const delta = { stop_reason: answer.stopReason, stop_sequence: null };
  yield { type: "message_delta", delta, usage: usageOf(answer.usage.input, answer.usage.output) };
  yield { type: "message_stop" };
}

const words = (content: string): string[] =>
  content.match(/\s*\S+\s*$|\s*\S+/g) ?? (content === "" ? [] : [content]);

const usageOf = (input: number, output: number) => ({
  input_tokens: input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: output,
});

type AnswerBlock = Answer["blocks"][number];

function emptyBlock(block: AnswerBlock) {
  if (block.type === "tool") return { type: "tool_use", id: block.id, name: block.name, input: {} };
  return block.type === "text"
    ? { type: "text", text: "" }
    : { type: "thinking", thinking: "", signature: "" };
}

function deltaOf(block: AnswerBlock, word: string) {
  if (block.type === "tool") return { type: "input_json_delta", partial_json: word };
  return block.type === "text"
    ? { type: "text_delta", text: word }
    : { type: "thinking_delta", thinking: word };
}

function wholeBlock(block: AnswerBlock) {
  if (block.type === "tool") return { type: "tool_use", id: block.id, name: block.name, input: block.input };
  return block.type === "text"
    ? { type: "text", text: block.text }
    : { type: "thinking", thinking: block.text, signature };
}

/** The answer as one message. */
export function messageOf(answer: Answer) {
  return {
    id: answer.id,
    type: "message",
    role: "assistant",
    model: answer.model,
    content: answer.blocks.map(wholeBlock),
    stop_reason: answer.stopReason,
    stop_sequence: null,
    usage: usageOf(answer.usage.input, answer.usage.output),
  };
}
