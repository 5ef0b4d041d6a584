"use client";
import { useCallback, useLayoutEffect, useRef, useState } from "react";

const nearEndPx = 48;

/** Keeps a growing list at its end while the reader is there, and leaves it alone once they scroll up. */
export function useFollow(grows: readonly unknown[]) {
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const isFollowing = useRef(true);

  const toEnd = useCallback(() => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
    isFollowing.current = true;
    setAtEnd(true);
  }, []);

  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    isFollowing.current = isNear;
    setAtEnd(isNear);
  }, []);

  useLayoutEffect(() => {
    const element = ref.current;
    if (element && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [...grows]);

  return { ref, onScroll, isAtEnd, toEnd };
}
