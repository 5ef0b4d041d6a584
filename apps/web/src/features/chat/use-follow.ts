"use client";
import { useCallback, useEffect, useRef, useState } from "react";

const nearEndPx = 48;
/** What a reader moves by: the wheel, a finger, the scroll bar or a button, and keys. */
const readerEvents = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * Keeps a growing list at its end while the reader is there, and leaves it alone once they scroll up. Whatever makes
 * it grow is seen: text, an opened line, a narrower window.
 */
export function useFollow() {
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const isFollowing = useRef(true);
  const lastTop = useRef(0);
  const shown = useRef(new Set<string>());
  /** What was brought into view by itself, until the reader moves. */
  const held = useRef<string | null>(null);

  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    // A list that grew is no reader who went up, and one that shrank for a moment none who went down.
    if (held.current === null) {
      if (isNear) isFollowing.current = true;
      else if (element.scrollTop < lastTop.current) isFollowing.current = false;
    }
    lastTop.current = element.scrollTop;
    setAtEnd(isNear || isFollowing.current);
  }, []);

  const toEnd = useCallback(() => {
    held.current = null;
    isFollowing.current = true;
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
    setAtEnd(true);
  }, []);

  /**
   * Shows an element from its beginning, once, and stays there even while the list grows. Called again with the same
   * key for its element drawn anew, it does so only while the reader has not moved.
   */
  const toStartOf = useCallback((key: string, target: Element) => {
    if (shown.current.has(key) && held.current !== key) return;
    shown.current.add(key);
    held.current = key;
    isFollowing.current = false;
    const scroller = ref.current?.getBoundingClientRect();
    const { top } = target.getBoundingClientRect();
    const isInView = scroller && top >= scroller.top && top < scroller.top + scroller.height / 2;
    if (!isInView) target.scrollIntoView({ block: "start" });
  }, []);

  useEffect(() => {
    const element = ref.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) element.scrollTop = element.scrollHeight;
      else onScroll();
    });
    observer.observe(content);
    observer.observe(element);
    const letGo = () => {
      held.current = null;
    };
    for (const type of readerEvents) element.addEventListener(type, letGo, { passive: true });
    return () => {
      observer.disconnect();
      for (const type of readerEvents) element.removeEventListener(type, letGo);
    };
  }, [onScroll]);

  return { ref, onScroll, isAtEnd, toEnd, toStartOf };
}
