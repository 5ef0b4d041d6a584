"use client";
import { useCallback, useEffect, useRef, useState } from "react";

const nearEndPx = 48;

/**
 * Keeps a growing list at its end while the reader is there, and leaves it alone once they scroll up. Whatever makes
 * it grow is seen: text, an opened line, a narrower window.
 */
export function useFollow() {
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const isFollowing = useRef(true);
  const lastTop = useRef(0);

  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    // A list that grew is no reader who went up.
    if (isNear) isFollowing.current = true;
    else if (element.scrollTop < lastTop.current) isFollowing.current = false;
    lastTop.current = element.scrollTop;
    setAtEnd(isNear || isFollowing.current);
  }, []);

  const toEnd = useCallback(() => {
    isFollowing.current = true;
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
    setAtEnd(true);
  }, []);

  /** Shows an element from its beginning and stays there, even while the list grows. */
  const toStartOf = useCallback((target: Element) => {
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
    return () => observer.disconnect();
  }, [onScroll]);

  return { ref, onScroll, isAtEnd, toEnd, toStartOf };
}
