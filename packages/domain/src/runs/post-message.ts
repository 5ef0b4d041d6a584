import {
  type chatBody,
  isId,
  type MessageMetadata,
  Problem,
  type RuntimeChoice,
  resolveRuntimeChoice,
} from "@second/contracts";
import type { Transaction } from "@second/store";
import type { z } from "zod";
import type { AppAccess } from "../access/access.ts";
import { parsePrompt } from "../apps/create-app.ts";
import type { Platform } from "../platform.ts";
import { answerOpenCard } from "./cards.ts";
import { type Claim, claimTurn } from "./claim-turn.ts";
import { messagesCollection, type Turn } from "./collections.ts";

export type ChatInput = z.infer<typeof chatBody>;

/** Null: the app's own choice. @throws `runtime.invalid` */
export function chosenRuntime(input: {
  runtimeId?: string | undefined;
  runtimeModel?: string | undefined;
  runtimeParams?: Record<string, string> | undefined;
}): RuntimeChoice | null {
  if (input.runtimeId === undefined) return null;
  const choice = resolveRuntimeChoice({ ...input, runtimeId: input.runtimeId });
  if (!choice) throw new Problem("runtime.invalid");
  return choice;
}

/** The order key of a turn's messages: by turn, then attempt, question before answer. */
export function messageOrder(turn: Pick<Turn, "id" | "attempt">, place: "question" | "answer"): string {
  const attempt = place === "question" ? 0 : turn.attempt;
  return `${turn.id.slice(4)}.${String(attempt).padStart(4, "0")}.${place === "question" ? 0 : 1}`;
}

/** Sends the last user message of the body. History comes from the store: a stale tab cannot shorten it. */
export async function postMessage(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; body: ChatInput; owner: string },
): Promise<Claim> {
  const message = request.body.messages?.findLast((each) => each.role === "user");
  if (!message || !isId("message", message.id))
    throw new Problem("request.invalid", {
      fields: [{ pointer: "/messages", message: "must end with a user message whose id is msg_…" }],
    });
  const messageId = message.id;
  const stored = await platform.db.get(messagesCollection, messageId);
  if (stored && stored.runId !== request.runId) throw new Problem("resource.not_found");
  const typed = message.parts.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("");
  const text = stored ? textOf(stored.parts) : parsePrompt(typed);

  return claimTurn(platform, access, {
    runId: request.runId,
    messageId,
    prompt: text,
    choice: chosenRuntime(request.body),
    owner: request.owner,
    record: async (tx, { turn, app }) => {
      await storeQuestion(tx, { turn, access, parts: [{ type: "text", text }] });
      return answerOpenCard(platform, tx, { access, app, turn });
    },
  });
}

/** The text of a stored message's text parts. */
export function textOf(parts: readonly { type: string; [key: string]: unknown }[]): string {
  return parts
    .map((part) => (part.type === "text" && typeof part.text === "string" ? part.text : ""))
    .join("");
}

/** Stores the turn's question, or ties the app's first message, stored with the app, to its turn. */
export async function storeQuestion(
  tx: Transaction,
  input: { turn: Turn; access: AppAccess; parts: { type: string; [key: string]: unknown }[] },
): Promise<void> {
  const { turn, access } = input;
  const metadata: MessageMetadata = {
    author: { id: access.userId, name: access.userName },
    createdAt: turn.createdAt,
    turnId: turn.id,
  };
  const place = { turnId: turn.id, order: messageOrder(turn, "question") };
  const known = await tx.get(messagesCollection, turn.messageId);
  if (known) {
    await tx.update(messagesCollection, known.id, {
      set: { ...place, metadata: { ...known.metadata, turnId: turn.id } },
    });
    return;
  }
  await tx.insert(messagesCollection, {
    id: turn.messageId,
    workspaceId: turn.workspaceId,
    appId: turn.appId,
    runId: turn.runId,
    ...place,
    role: "user",
    parts: input.parts,
    hasBlobs: false,
    metadata,
  });
}
