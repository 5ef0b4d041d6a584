import { type FixView, failureSignature, type fixBody, fixPartType, Problem } from "@second/contracts";
import type { z } from "zod";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { type Version, versionsCollection } from "../versions/collections.ts";
import { answerOpenCard } from "./cards.ts";
import { type Claim, claimTurn } from "./claim-turn.ts";
import { messagesCollection } from "./collections.ts";
import { chosenRuntime, storeQuestion } from "./post-message.ts";
import { fixPrompt } from "./prompts/prompts.ts";

export type FixInput = z.infer<typeof fixBody>;

const earlierMessagesMax = 100;

/**
 * Asks the agent to fix an error that a version's preview showed: a message of the run like any other, which carries
 * the error as data.
 * @throws `resource.not_found` for a version of another app or a message that is no such request, `run.queue_full`
 */
export async function fixError(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; body: FixInput; owner: string },
): Promise<Claim> {
  const { runId, body, owner } = request;
  const version = await platform.db.get(versionsCollection, body.versionId);
  if (version?.appId !== access.appId) throw new Problem("resource.not_found");
  const fix = await describeFix(platform, version, body);
  const isRepeated = await wasAskedBefore(platform, runId, fix.signature);
  return claimTurn(platform, access, {
    runId,
    messageId: body.messageId,
    prompt: fixPrompt({ ...fix, isRepeated }),
    choice: chosenRuntime(body),
    owner,
    check: async (tx) => {
      if (await tx.get(messagesCollection, body.messageId)) throw new Problem("resource.not_found");
    },
    record: async (tx, { turn, app }) => {
      const parts = [
        { type: fixPartType, data: fix },
        { type: "text", text: `Fix ${fix.kind}: ${fix.message}` },
      ];
      await storeQuestion(tx, { turn, access, parts });
      return answerOpenCard(platform, tx, { access, app, turn });
    },
  });
}

async function describeFix(platform: Platform, version: Version, body: FixInput): Promise<FixView> {
  const before = await platform.db.first(versionsCollection, {
    filter: { appId: version.appId, number: { lt: version.number } },
    sort: ["-number"],
  });
  const { kind, message, route, stack = null } = body;
  return {
    signature: failureSignature(body),
    kind,
    message,
    stack,
    route,
    versionId: version.id,
    versionNumber: version.number,
    before: before ? { versionId: before.id, number: before.number } : null,
  };
}

async function wasAskedBefore(platform: Platform, runId: string, signature: string): Promise<boolean> {
  const { records } = await platform.db.list(messagesCollection, {
    filter: { runId, role: "user" },
    sort: ["-order"],
    limit: earlierMessagesMax,
  });
  return records.some(({ parts }) => fixedSignature(parts) === signature);
}

/** Signature of the error that a message asks to fix; null for every other message. */
export function fixedSignature(parts: readonly { type: string; [key: string]: unknown }[]): string | null {
  const part = parts.find(({ type }) => type === fixPartType);
  return part ? (part.data as FixView).signature : null; // written by fixError
}
