"use client";
import { useEffect, useRef, useState } from "react";
import { useChannel } from "../streams/use-channel.ts";
import { applyChunks, type Chunk, emptyLive, type LiveMessage } from "./live-message.ts";

/** After a stream broke off for good, before it is read anew. */
const againMs = 2_000;

/**
 * The answer of the turn whose log begins at `cursor`, read from there and then live; null reads nothing. Chunks are
 * gathered and shown once a frame. `onOver` is called when the log has ended or moved on.
 */
export function useLiveMessage(path: string, cursor: string | null, onOver: () => void): LiveMessage {
  const [live, setLive] = useState<LiveMessage>(emptyLive);
  const waiting = useRef<Chunk[]>([]);
  const frame = useRef(0);
  const again = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [rounds, setRounds] = useState(0);

  // A new turn, or a log that is read anew, begins with an empty answer.
  const reading = `${cursor}#${rounds}`;
  const [shown, setShown] = useState(reading);
  if (reading !== shown) {
    setShown(reading);
    setLive(emptyLive);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits belongs to the reading before
  useEffect(() => {
    waiting.current = [];
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      if (again.current) clearTimeout(again.current);
    };
  }, [reading]);

  function flush() {
    frame.current = 0;
    const chunks = waiting.current;
    waiting.current = [];
    if (chunks.length > 0) setLive((before) => applyChunks(before, chunks));
  }

  // The log's beginning is a position like any other: a tab that joins later gets all of it.
  useChannel(cursor ? path : null, {
    after: cursor,
    epoch: reading,
    onFrame({ event, data }) {
      if (event === "message" && data !== "[DONE]") {
        waiting.current.push(data as Chunk); // the log's own chunks
        // A hidden page draws no frames.
        if (document.hidden) flush();
        else if (frame.current === 0) frame.current = requestAnimationFrame(flush);
        return;
      }
      flush();
      onOver();
      // The last event of a subscription; if the turn still goes on, it is followed anew.
      if (event === "error" || event === "end")
        again.current = setTimeout(() => setRounds((count) => count + 1), againMs);
    },
  });
  return live;
}
