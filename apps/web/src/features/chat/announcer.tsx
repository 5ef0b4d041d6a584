"use client";
import type { ChatView } from "@second/contracts";
import { useEffect, useMemo, useRef, useState } from "react";
import { announcement, type Utterance, utterances } from "./announcements.ts";
import { toBlocks } from "./blocks.ts";
import type { Part } from "./part-values.ts";

const gatherMs = 1_000;

const endWords: Partial<Record<ChatView["state"], string>> = {
  completed: "The agent has finished.",
  waiting_for_approval: "The agent waits for your decision.",
  stopped: "The agent was stopped.",
};

/**
 * Tells screen readers politely what the agent has finished: paragraphs and steps, gathered over a second, never
 * single words. Who comes in the middle hears how many steps there were, and the last ones.
 */
export function Announcer({ chat, parts }: { chat: ChatView | undefined; parts: readonly Part[] | null }) {
  const [words, setWords] = useState("");
  const say = useGathered(setWords);
  const finished = useMemo(() => (parts ? utterances(toBlocks(parts, { isLive: true })) : null), [parts]);

  // Keys are of one answer: the next turn, which may begin at once, has the same ones.
  const turnId = chat?.turnId ?? null;
  const said = useRef({ turnId, keys: new Set<string>() });
  useEffect(() => {
    if (said.current.turnId !== turnId || !finished) said.current = { turnId, keys: new Set() };
    for (const utterance of finished ?? []) {
      if (said.current.keys.has(utterance.key)) continue;
      said.current.keys.add(utterance.key);
      say(utterance);
    }
  }, [finished, turnId, say]);

  const state = chat?.state;
  const before = useRef(state);
  const failure = chat?.failure?.message;
  useEffect(() => {
    const wasRunning = before.current === "running";
    before.current = state;
    if (!state || state === "running" || !wasRunning) return;
    const text = state === "failed" ? failure : endWords[state];
    if (text) say({ key: "end", text });
  }, [state, failure, say]);

  return (
    <p role="status" aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}

/** Gathers utterances and hands them over as one text a second. */
function useGathered(tell: (text: string) => void): (utterance: Utterance) => void {
  const waiting = useRef<Utterance[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useMemo(
    () => (utterance) => {
      waiting.current.push(utterance);
      timer.current ??= setTimeout(() => {
        timer.current = null;
        tell(announcement(waiting.current));
        waiting.current = [];
      }, gatherMs);
    },
    [tell],
  );
}
