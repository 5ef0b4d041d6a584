import type { StreamFrame } from "@second/contracts";
import type { ChannelRequest, CloseReason, Connection, ConnectionEvents } from "./environment.ts";
import { createSseReader } from "./sse.ts";

/** The server beats every 15 s; a connection that is silent for longer than two beats is dead. */
const silenceMaxMs = 40_000;
const openMaxMs = 15_000;

export interface ConnectionDoor {
  fetch(url: string, init: RequestInit): Promise<Response>;
  after(ms: number, callback: () => void): () => void;
}

/** Opens one connection for all channels (`POST /api/streams`, answered as server-sent events). */
export function openConnection(
  door: ConnectionDoor,
  channels: readonly ChannelRequest[],
  events: ConnectionEvents,
): Connection {
  const abort = new AbortController();
  let isOver = false;
  let cancelWatch = door.after(openMaxMs, () => finish({ kind: "lost", retryAfterMs: 0 }));

  function finish(reason: CloseReason) {
    if (isOver) return;
    isOver = true;
    cancelWatch();
    abort.abort();
    events.onClose(reason);
  }

  function watchSilence() {
    cancelWatch();
    cancelWatch = door.after(silenceMaxMs, () => finish({ kind: "lost", retryAfterMs: 0 }));
  }

  async function run() {
    const response = await door.fetch("/api/streams", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      credentials: "same-origin",
      cache: "no-store",
      signal: abort.signal,
      body: JSON.stringify({
        channels: channels.map(({ channel, path, after }) => ({
          channel,
          path,
          ...(after === null ? {} : { after }),
        })),
      }),
    });
    if (isOver) return;
    if (response.status === 401) return finish({ kind: "signed_out" });
    if (!response.ok || !response.body) {
      const seconds = Number(response.headers.get("retry-after"));
      return finish({ kind: "lost", retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 });
    }
    watchSilence();
    events.onOpen();
    const read = createSseReader(({ data }) => {
      const frame = readFrame(data);
      if (frame && !isOver) events.onFrame(frame);
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (isOver) return;
      if (done) break;
      watchSilence();
      read(value);
    }
    finish({ kind: "lost", retryAfterMs: 0 });
  }

  run().catch(() => finish({ kind: "lost", retryAfterMs: 0 }));

  return {
    close() {
      isOver = true;
      cancelWatch();
      abort.abort();
    },
  };
}

/** Null for what is not an event of a channel, such as the connection's own heartbeat. */
function readFrame(data: string): StreamFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { channel, event, id, data: content } = value as Record<string, unknown>;
  if (typeof channel !== "string" || typeof event !== "string") return null;
  return { channel, event, data: content, ...(typeof id === "string" ? { id } : {}) };
}
