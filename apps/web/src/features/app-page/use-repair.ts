"use client";
import type { AppView } from "@second/contracts";
import { type RefObject, useMemo, useRef } from "react";
import { type ConversationHandle, type ConversationState, newMessageId } from "../chat/index.ts";
import type { CodePlace } from "../code/index.ts";
import type { Repair } from "../repair/index.ts";
import { useRestore } from "./use-restore.ts";

interface RepairOptions {
  app: AppView;
  conversation: ConversationState;
  talk: RefObject<ConversationHandle | null>;
  canRun: boolean;
  canEdit: boolean;
  /** Brings the conversation to the front, where only one pane shows. */
  onTalk: () => void;
  onCode: (place: CodePlace) => void;
  /** Shows the current version. */
  onCurrentVersion: () => void;
}

/** The ways to mend an error of the app that shows; null for those who may not run the builder. */
export function useRepair(options: RepairOptions): Repair | null {
  const { app, conversation, talk, canRun, canEdit, onTalk, onCode, onCurrentVersion } = options;
  const { chat, fix } = conversation;
  const restore = useRestore(app);
  /** Ids of requests whose acceptance is not known: sent again, they start nothing twice. */
  const unanswered = useRef(new Map<string, string>());
  return useMemo(() => {
    if (!canRun) return null;
    return {
      chat,
      fix: async (error, versionNumber, other) => {
        const choice = other ?? talk.current?.choice() ?? null;
        const request = JSON.stringify([error.signature, error.versionId, choice]);
        const id = unanswered.current.get(request) ?? newMessageId();
        unanswered.current.set(request, id);
        await fix({ ...error, versionNumber }, choice, id);
        unanswered.current.delete(request);
      },
      open: ({ versionId }, path, line) => onCode({ versionId, path, line }),
      describe: ({ kind, message, route }) => {
        onTalk();
        talk.current?.fill(`On ${route} the app shows "${kind}: ${message}". It comes up when I `);
      },
      restore: canEdit
        ? async ({ versionId, number }) => {
            await restore({ id: versionId, number });
            onCurrentVersion();
          }
        : null,
    };
  }, [canRun, canEdit, chat, fix, talk, restore, onTalk, onCode, onCurrentVersion]);
}
