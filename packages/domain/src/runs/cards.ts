import { createHash } from "node:crypto";
import type { Transaction } from "@second/store";
import type { AppAccess } from "../access/access.ts";
import type { App } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { canonicalJson } from "../data/canonical.ts";
import type { Platform } from "../platform.ts";
import { type Card, cardsCollection, type Turn, turnsCollection } from "./collections.ts";

/** What a decision is bound to: a person decides about exactly what they read. */
export function cardHash(payload: unknown): string {
  return createHash("sha256").update(canonicalJson(payload)).digest("hex");
}

export const cardId = (turnId: string, callId: string) => `${turnId}:${callId}`;

/**
 * A typed message answers what is open when its turn is claimed or started: a waiting plan is to be changed so,
 * suggestions become inert. Resolves with the turn as it then stands.
 */
export async function answerOpenCard(
  platform: Platform,
  tx: Transaction,
  input: { access: AppAccess; app: App; turn: Turn },
): Promise<Turn> {
  const { turn } = input;
  const filter = { runId: turn.runId, state: "open" } as const;
  const card = await tx.first(cardsCollection, { filter, sort: ["-createdAt"] });
  if (!card) return turn;
  if (card.kind !== "plan") {
    await tx.update(cardsCollection, card.id, { set: { state: "superseded" } });
    return turn;
  }
  await decideCard(platform, tx, { ...input, card, decision: "changes", comment: turn.prompt });
  const prompt = `Change the plan: ${turn.prompt}`;
  await tx.update(turnsCollection, turn.id, { set: { prompt } });
  return { ...turn, prompt };
}

/** What is open becomes inert: something newer takes its place. */
export async function supersedeOpenCards(tx: Transaction, runId: string): Promise<void> {
  const { records } = await tx.list(cardsCollection, { filter: { runId, state: "open" } });
  for (const card of records) await tx.update(cardsCollection, card.id, { set: { state: "superseded" } });
}

/** Marks a card decided and writes its audit event. */
export async function decideCard(
  platform: Platform,
  tx: Transaction,
  input: {
    access: AppAccess;
    app: App;
    turn: Turn;
    card: Card;
    decision: "approve" | "changes" | "choose";
    comment?: string;
    choice?: number;
  },
): Promise<void> {
  const { access, card, decision } = input;
  await tx.update(cardsCollection, card.id, {
    set: {
      state: "decided",
      decision: {
        decision,
        by: { id: access.userId, name: access.userName },
        at: new Date(platform.clock.now()).toISOString(),
        turnId: input.turn.id,
        ...(input.comment === undefined ? {} : { comment: input.comment }),
        ...(input.choice === undefined ? {} : { choice: input.choice }),
      },
    },
  });
  if (card.kind !== "plan") return;
  await recordAudit(platform, tx, {
    ...byMember(access, input.app.name),
    name: decision === "approve" ? "plan.approved" : "plan.changes_requested",
    target: { type: "app", id: card.appId },
    appId: card.appId,
    metadata: { cardHash: card.hash },
    relatedIds: { runId: card.runId, turnId: card.turnId },
  });
}
