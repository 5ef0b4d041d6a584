"use client";
import type { AppView } from "@second/contracts";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ConversationState } from "../chat/index.ts";
import { type PageProblem, pageProblem } from "../session/problem.ts";

/**
 * The app's first message lies in the store; the page that opens first posts it, and any other finds its turn. Until
 * it is accepted `problem` says why it was not, and `retry` posts it again, which starts nothing twice.
 */
export function useFirstMessage(app: AppView, conversation: ConversationState) {
  const { chat, sendStored } = conversation;
  const [problem, setProblem] = useState<PageProblem | null>(null);
  const [isPosting, setPosting] = useState(false);
  const wasPosted = useRef(false);
  const first = chat?.messages[0];
  const isPending = chat?.state === "pending" && chat.turnId === null && first !== undefined;
  const mayRun = app.permissions.includes("app:run-builder");

  const post = useCallback(async () => {
    if (!first) return;
    setPosting(true);
    try {
      await sendStored(first);
      setProblem(null);
    } catch (error) {
      setProblem(pageProblem(error));
    } finally {
      setPosting(false);
    }
  }, [first, sendStored]);

  useEffect(() => {
    if (!isPending || !mayRun || wasPosted.current) return;
    wasPosted.current = true;
    void post();
  }, [isPending, mayRun, post]);

  return { problem: isPending ? problem : null, isPosting, retry: post };
}
