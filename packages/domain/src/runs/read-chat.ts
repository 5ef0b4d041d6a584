import { type ChatView, type DecisionView, Problem, type StoredMessage } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import {
  cardsCollection,
  type MessageRecord,
  messagesCollection,
  runsCollection,
  turnsCollection,
} from "./collections.ts";
import { fixedSignature } from "./fix-error.ts";
import { unpackParts } from "./message-parts.ts";
import { textOf } from "./post-message.ts";
import { isEnded } from "./states.ts";
import { turnLog } from "./turn-log.ts";

const messagesMax = 2000;

/**
 * The conversation, of a very long one the newest part: messages of ended turns, the active question, and where the active turn's log begins. Snapshot
 * plus that log equals what will be stored. Changes nothing.
 */
export async function readChat(platform: Platform, access: AppAccess, runId: string): Promise<ChatView> {
  const { value } = await platform.db.snapshot(async (reader) => {
    const run = await reader.get(runsCollection, runId);
    if (run?.appId !== access.appId) throw new Problem("resource.not_found");
    const { records: messages } = await reader.list(messagesCollection, {
      filter: { runId },
      sort: ["-order"],
      limit: messagesMax,
    });
    const { records: turns } = await reader.list(turnsCollection, {
      filter: { runId },
      sort: ["-createdAt"],
      limit: messagesMax,
    });
    const { records: cards } = await reader.list(cardsCollection, {
      filter: { runId, state: "decided" },
      sort: ["-createdAt"],
      limit: messagesMax,
    });
    return { run, messages: messages.reverse(), turns: turns.reverse(), cards: cards.reverse() };
  });
  const { run, messages, turns, cards } = value;
  const active = turns.find((turn) => turn.state === "running") ?? null;
  const byId = new Map(turns.map((turn) => [turn.id, turn]));
  const queued = turns.filter((turn) => turn.state === "queued");

  const decisions = new Map<string, Record<string, DecisionView>>();
  for (const card of cards) {
    if (!card.decision) continue;
    const { turnId: _, choice: __, ...decision } = card.decision;
    decisions.set(card.turnId, { ...decisions.get(card.turnId), [card.callId]: decision });
  }

  const view = async (message: MessageRecord): Promise<StoredMessage> => {
    const turn = byId.get(message.turnId);
    const isAnswer = message.role === "assistant";
    return {
      id: message.id,
      role: message.role,
      parts: await unpackParts(platform.blobs, message.parts),
      metadata: {
        ...message.metadata,
        ...(turn ? { turnState: turn.state } : {}),
        ...(isAnswer && turn ? { undoable: turn.filesChanged && !turn.undone && isEnded(turn.state) } : {}),
        ...(isAnswer && decisions.has(message.turnId)
          ? { decisions: decisions.get(message.turnId) ?? {} }
          : {}),
      },
    };
  };

  return {
    messages: await Promise.all(
      messages.filter((message) => byId.get(message.turnId)?.state !== "queued").map(view),
    ),
    state: run.state,
    turnId: active?.id ?? null,
    cursor: active ? turnLog.beginning(active) : null,
    queue: queued.map((turn) => {
      const parts = messages.find((message) => message.id === turn.messageId)?.parts ?? [];
      return {
        turnId: turn.id,
        messageId: turn.messageId,
        text: textOf(parts),
        author: { id: turn.createdBy, name: turn.createdByName },
        createdAt: turn.createdAt,
        waitsForPerson: turn.waitsForPerson,
        fixes: fixedSignature(parts),
      };
    }),
    failure: run.failure,
    usage: run.usage,
  };
}
