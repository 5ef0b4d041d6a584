"use client";
import { useEffect, useRef, useState } from "react";
import { applyChunks, type Chunk, emptyLive, type LiveMessage } from "./live-message.ts";

interface Frame {
  event: string;
  data: unknown;
}

/**
 * The answer of the turn that `cursor` begins. Chunks are gathered and shown once a frame; `onOver` is called when
 * the log has ended or moved on.
 */
export function useLiveMessage(cursor: string | null, onOver: () => void) {
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
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
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
