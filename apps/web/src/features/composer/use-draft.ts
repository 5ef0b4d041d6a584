"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Draft, emptyDraft, parseDraft, withoutAccepted } from "./draft.ts";

function store(key: string, draft: Draft): void {
  try {
    if (draft === emptyDraft) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage only costs the reload's memory; the text stands in the field.
  }
}

function read(key: string): Draft {
  try {
    return parseDraft(localStorage.getItem(key));
  } catch {
    return emptyDraft;
  }
}

/**
 * A draft that survives reloads until `clear`. Empty while the page is rendered on the server and filled right after;
 * `isLoaded` says when. Changes are stored at once, so that closing the tab loses nothing.
 */
export function useDraft(key: string) {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isLoaded, setLoaded] = useState(false);
  const latest = useRef(draft);

  const show = useCallback((next: Draft) => {
    latest.current = next;
    setDraft(next);
  }, []);

  useEffect(() => {
    show(read(key));
    setLoaded(true);
  }, [key, show]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      const next = { ...latest.current, ...part };
      show(next);
      store(key, next);
    },
    [key, show],
  );

  /** Forgets the text that was accepted. What was typed since stays, and the model choice for the next one. */
  const clear = useCallback(
    (accepted: string) => {
      const { text, choice } = latest.current;
      const next = { ...emptyDraft, text: withoutAccepted(text, accepted), choice };
      show(next);
      store(key, next.choice || next.text ? next : emptyDraft);
    },
    [key, show],
  );

  return { draft, isLoaded, change, clear };
}
