"use client";
import {
  type ChatView,
  type FixView,
  fixPartType,
  idFrom,
  type StoredMessage,
  type TurnAcceptedView,
} from "@second/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ulid } from "ulid";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import { useLiveMessage } from "./use-live-message.ts";

export interface Place {
  workspaceId: string;
  appId: string;
  runId: string;
}

export interface RuntimeFields {
  runtimeId: string;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
}

/** A message's id, made here so that sending it again starts nothing new. */
export const newMessageId = () => idFrom("message", ulid());

/**
 * One conversation: what the store has, and the active turn's answer as it is written. Any number of tabs and people
 * see the same; every change is a call, and a hint makes all of them look again. The actions keep their identity.
 */
export function useConversation({ workspaceId, appId, runId }: Place, person: { id: string; name: string }) {
  const client = useQueryClient();
  const path = `/api/workspaces/${workspaceId}/apps/${appId}/runs/${runId}`;
  const key = useMemo(() => queryKeys.chat(workspaceId, appId, runId), [workspaceId, appId, runId]);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<ChatView>(`${path}/chat`, { signal }),
  });
  const chat = query.data;
  const cursor = chat?.cursor ?? null;
  const live = useLiveMessage(
    `${path}/chat/stream`,
    cursor,
    () => void client.invalidateQueries({ queryKey: key }),
  );

  const { id: personId, name: personName } = person;
  const actions = useMemo(() => {
    const refetch = () => client.invalidateQueries({ queryKey: key });

    /** Shows an accepted turn at once; the store's own words follow with the hint. */
    function accepted(answer: TurnAcceptedView, message: StoredMessage | null): Promise<void> {
      client.setQueryData<ChatView>(key, (before) => before && withTurn(before, answer, message));
      return refetch();
    }

    /** Posts a message that may be in the store already; repeating it starts nothing new. */
    async function sendStored(message: StoredMessage, choice: RuntimeFields | null = null): Promise<void> {
      const { id, parts } = message;
      const body = { messages: [{ id, role: "user", parts }], ...choice };
      void accepted(await api.post<TurnAcceptedView>(`${path}/chat`, body), message);
    }

    const ownMessage = (id: string, parts: StoredMessage["parts"]): StoredMessage => ({
      id,
      role: "user",
      parts,
      metadata: { author: { id: personId, name: personName }, createdAt: new Date().toISOString() },
    });

    return {
      sendStored,
      send: (text: string, choice: RuntimeFields | null, id: string) =>
        sendStored(ownMessage(id, [{ type: "text", text }]), choice),
      /** Asks to fix an error that the preview showed. */
      fix: async (error: Omit<FixView, "before">, choice: RuntimeFields | null, id: string) => {
        const { kind, message, stack, route, versionId } = error;
        const told = { kind, message, route, versionId, ...(stack === null ? {} : { stack }) };
        const answer = await api.post<TurnAcceptedView>(`${path}/fixes`, {
          messageId: id,
          ...told,
          ...choice,
        });
        // A queued one shows with the store's own words only.
        await accepted(answer, ownMessage(id, [{ type: fixPartType, data: { ...error, before: null } }]));
      },
      /** Runs a message again. */
      retry: async (messageId: string, choice: RuntimeFields | null) => {
        const body = { retryLastMessageId: messageId, ...choice };
        void accepted(await api.post<TurnAcceptedView>(`${path}/chat`, body), null);
      },
      decide: async (body: Record<string, unknown>) =>
        void accepted(await api.post<TurnAcceptedView>(`${path}/decisions`, body), null),
      stop: () => api.post(`${path}/chat/stop`),
      undo: async (turnId: string) => {
        await api.post(`${path}/turns/${turnId}/undo`);
        await refetch();
      },
      startQueued: async (turnId: string) =>
        void accepted(await api.post<TurnAcceptedView>(`${path}/queue/${turnId}/start`), null),
      removeQueued: async (turnId: string) => {
        await api.delete(`${path}/queue/${turnId}`);
        await refetch();
      },
    };
  }, [client, key, path, personId, personName]);

  return { query, chat, live: chat?.turnId ? live : null, ...actions };
}

export type Conversation = ReturnType<typeof useConversation>;

/** What is shown of a turn that was just accepted. A queued one shows once the store tells it. */
function withTurn(before: ChatView, answer: TurnAcceptedView, message: StoredMessage | null): ChatView {
  if (answer.state !== "running") return before;
  const isNew = message !== null && !before.messages.some(({ id }) => id === message.id);
  return {
    ...before,
    messages: isNew ? [...before.messages, withTurnId(message, answer.turnId)] : before.messages,
    state: "running",
    turnId: answer.turnId,
    cursor: answer.cursor,
    failure: null,
  };
}

const withTurnId = (message: StoredMessage, turnId: string): StoredMessage => ({
  ...message,
  metadata: { ...message.metadata, turnId },
});
