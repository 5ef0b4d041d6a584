import { setTimeout as pause } from "node:timers/promises";
import type { ChatView } from "@second/contracts";
import type { PatientClient } from "./patient-client.ts";

export interface Chunk {
  type: string;
  toolName?: string;
  delta?: string;
  data?: unknown;
}

/** Someone who watches one answer from before its turn starts to its end, over every loss of the connection. */
export interface Viewer {
  /** The answer as it is known now, from its beginning. */
  readonly chunks: readonly Chunk[];
  /** Resolves at the next chunk that is news to this viewer and passes. Rejects when the answer ends without. */
  next(passes: (chunk: Chunk) => boolean): Promise<void>;
  /** Resolves at the end: true when the stream told it, false when the chat had it stored already. */
  readonly ended: Promise<boolean>;
  close(): void;
}

const againMs = 50;

export function watchAnswer(client: PatientClient, chat: string): Viewer {
  const gone = new AbortController();
  let chunks: Chunk[] = [];
  /** How many of an answer's chunks were seen before it had to be read from its beginning again. */
  let known = 0;
  let waiting: { passes: (chunk: Chunk) => boolean; resolve: () => void; reject: (error: Error) => void }[] =
    [];

  function hear(chunk: Chunk): void {
    chunks.push(chunk);
    if (chunks.length <= known) return;
    const heard = waiting.filter(({ passes }) => passes(chunk));
    waiting = waiting.filter((each) => !heard.includes(each));
    for (const { resolve } of heard) resolve();
  }
  function forget(): void {
    known = Math.max(known, chunks.length);
    chunks = [];
  }

  /** Reads until the connection ends; true at the answer's end. */
  async function read(cursor: string, place: { lastId: string | null }): Promise<boolean> {
    const path = `${chat}/stream?cursor=${encodeURIComponent(cursor)}`;
    const response = await client.stream(path, place.lastId, gone.signal);
    if (response.status === 409) {
      place.lastId = null;
      forget();
    }
    if (response.status !== 200) return false;
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of response.body ?? []) {
      const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1] ?? "";
        if (data === "[DONE]") return true;
        if (/^event: error$/m.test(event)) {
          place.lastId = null;
          forget();
          return false;
        }
        const id = /^id: (.*)$/m.exec(event)?.[1];
        if (id === undefined || !data.startsWith("{")) continue;
        place.lastId = id;
        hear(JSON.parse(data) as Chunk); // our own server's chunk
      }
    }
    return false;
  }

  async function watch(): Promise<boolean> {
    let turnId: string | null = null;
    const place = { lastId: null as string | null };
    while (!gone.signal.aborted) {
      const view = await client.json<ChatView>("GET", chat);
      if (turnId !== null && view.turnId !== turnId) return false;
      turnId = view.turnId;
      if (view.cursor !== null && (await read(view.cursor, place).catch(() => false))) return true;
      await pause(againMs);
    }
    return false;
  }

  const ended = watch().finally(() => {
    for (const { reject } of waiting) reject(new Error("The answer ended before it came to that."));
  });
  ended.catch(() => undefined);
  return {
    get chunks() {
      return chunks;
    },
    next: (passes) => new Promise((resolve, reject) => waiting.push({ passes, resolve, reject })),
    ended,
    close: () => gone.abort(),
  };
}
