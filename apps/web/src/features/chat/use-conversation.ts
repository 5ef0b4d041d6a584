"use client";
import { type ChatView, idFrom, type StoredMessage, type TurnAcceptedView } from "@second/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ulid } from "ulid";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import { useChannel } from "../streams/use-channel.ts";
import { applyChunks, type Chunk, emptyLive, type LiveMessage } from "./live-message.ts";

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

export const runPath = ({ workspaceId, appId, runId }: Place) =>
  `/api/workspaces/${workspaceId}/apps/${appId}/runs/${runId}`;

/** A message's id, made here so that sending it again starts nothing new. */
export const newMessageId = () => idFrom("message", ulid());

/**
 * One conversation: what the store has, and the active turn's answer as it is written. Any number of tabs and people
 * see the same; every change is a call, and a hint makes all of them look again.
 */
export function useConversation(place: Place, person: { id: string; name: string }) {
  const client = useQueryClient();
  const path = runPath(place);
  const key = queryKeys.chat(place.workspaceId, place.appId, place.runId);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<ChatView>(`${path}/chat`, { signal }),
  });
  const chat = query.data;
  const cursor = chat?.cursor ?? null;
  const { live, receive } = useLiveMessage(cursor, () => void client.invalidateQueries({ queryKey: key }));

  useChannel(cursor ? `${path}/chat/stream?cursor=${encodeURIComponent(cursor)}` : null, {
    onFrame: receive,
  });

  const show = useCallback(
    (change: (before: ChatView) => ChatView) =>
      client.setQueryData<ChatView>(key, (before) => (before ? change(before) : before)),
    [client, key],
  );

  /** Shows an accepted turn at once; the store's own words follow with the hint. */
  const accepted = useCallback(
    (answer: TurnAcceptedView, message: StoredMessage | null) => {
      show((before) => ({
        ...before,
        messages:
          message && answer.state === "running" && !before.messages.some(({ id }) => id === message.id)
            ? [...before.messages, message]
            : before.messages,
        ...(answer.state === "running"
          ? { state: "running" as const, turnId: answer.turnId, cursor: answer.cursor, failure: null }
          : {}),
      }));
      void client.invalidateQueries({ queryKey: key });
    },
    [client, key, show],
  );

  const send = useCallback(
    async (text: string, choice: RuntimeFields | null, id: string = newMessageId()) => {
      const message: StoredMessage = {
        id,
        role: "user",
        parts: [{ type: "text", text }],
        metadata: { author: person, createdAt: new Date().toISOString() },
      };
      const answer = await api.post<TurnAcceptedView>(`${path}/chat`, {
        messages: [{ id, role: "user", parts: message.parts }],
        ...choice,
      });
      accepted(answer, message);
    },
    [accepted, path, person],
  );

  return {
    query,
    chat,
    live: chat?.turnId ? live : null,
    send,
    /** Runs a message again. */
    retry: async (messageId: string, choice: RuntimeFields | null) =>
      accepted(
        await api.post<TurnAcceptedView>(`${path}/chat`, { retryLastMessageId: messageId, ...choice }),
        null,
      ),
    decide: async (body: Record<string, unknown>) =>
      accepted(await api.post<TurnAcceptedView>(`${path}/decisions`, body), null),
    stop: () => api.post(`${path}/chat/stop`),
    undo: async (turnId: string) => {
      await api.post(`${path}/turns/${turnId}/undo`);
      await client.invalidateQueries({ queryKey: key });
    },
    startQueued: async (turnId: string) =>
      accepted(await api.post<TurnAcceptedView>(`${path}/queue/${turnId}/start`), null),
    removeQueued: async (turnId: string) => {
      await api.delete(`${path}/queue/${turnId}`);
      await client.invalidateQueries({ queryKey: key });
    },
  };
}

export type Conversation = ReturnType<typeof useConversation>;

interface Frame {
  event: string;
  data: unknown;
}

/** The answer of the turn that `cursor` begins; chunks are gathered and shown once a frame. */
function useLiveMessage(cursor: string | null, onOver: () => void) {
  const [live, setLive] = useState<LiveMessage>(emptyLive);
  const waiting = useRef<Chunk[]>([]);
  const frame = useRef(0);

  // A new turn begins with an empty answer.
  const [shown, setShown] = useState(cursor);
  if (cursor !== shown) {
    setShown(cursor);
    setLive(emptyLive);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits belongs to the turn before
  useEffect(() => {
    waiting.current = [];
    return () => cancelAnimationFrame(frame.current);
  }, [cursor]);

  function flush() {
    frame.current = 0;
    const chunks = waiting.current;
    waiting.current = [];
    if (chunks.length > 0) setLive((before) => applyChunks(before, chunks));
  }

  function receive({ event, data }: Frame) {
    if (event === "message" && data !== "[DONE]") {
      waiting.current.push(data as Chunk); // the log's own chunks
      // A hidden page draws no frames.
      if (document.hidden) flush();
      else if (frame.current === 0) frame.current = requestAnimationFrame(flush);
      return;
    }
    if (event === "hello") return;
    flush();
    onOver();
  }
  return { live, receive };
}
