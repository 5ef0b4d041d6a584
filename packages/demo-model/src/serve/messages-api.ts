import { createHash } from "node:crypto";
import { z } from "zod";
import { answer } from "../converse/answer.ts";
import { type Block, text } from "../converse/blocks.ts";
import { sideAnswer } from "../converse/side-answer.ts";
import { conversationSchema, readTranscript } from "../converse/transcript.ts";

export const messagesRequestSchema = conversationSchema.extend({
  model: z.string().min(1).max(200),
  stream: z.boolean().optional(),
});
export type MessagesRequest = z.infer<typeof messagesRequestSchema>;

/** A whole answer: blocks with the ids that the API gives, and its usage. */
export interface Answer {
  id: string;
  model: string;
  blocks: (Block & { id: string })[];
  stopReason: "end_turn" | "tool_use";
  usage: { input: number; output: number };
}

/** Decides the answer of a request. The same request has the same answer, ids included. */
export function answerOf(request: MessagesRequest): Answer {
  const conversation = conversationText(request);
  const key = createHash("sha256").update(conversation).digest("hex");
  const blocks = blocksOf(request).map((block, index) => ({
    ...block,
    id: `toolu_demo${key.slice(0, 20)}${index}`,
  }));
  return {
    id: `msg_demo${key.slice(0, 20)}`,
    model: request.model,
    blocks,
    stopReason: blocks.some((block) => block.type === "tool") ? "tool_use" : "end_turn",
    usage: { input: tokens(conversation), output: tokens(blocks.map(contentOf).join("")) },
  };
}

function blocksOf(request: MessagesRequest): Block[] {
  const transcript = readTranscript(request);
  if (transcript === null) return [text("I read no message: tell me what to keep track of.")];
  const side = sideAnswer(transcript, request.system);
  if (side !== null) return [text(side)];
  const blocks = answer(transcript);
  return blocks.length > 0 ? blocks : [text("A tool has not answered yet.")];
}

/** What a block says, as it goes over the wire. */
export const contentOf = (block: Block): string =>
  block.type === "tool" ? JSON.stringify(block.input) : block.text;

/** The demo counts four characters as a token. */
const tokens = (content: string): number => Math.ceil(content.length / 4);

/** What an answer depends on, and is counted as its input. */
const conversationText = ({ messages, system, tools }: MessagesRequest): string =>
  JSON.stringify([messages, system ?? "", tools ?? []]);

export const inputTokens = (request: MessagesRequest): number => tokens(conversationText(request));
