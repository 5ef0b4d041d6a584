"use client";
import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef } from "react";

/**
 * Catches keyboard focus that an update took away: when the button that was pressed is gone, focus goes to the
 * conversation and not to the top of the page. Returns the `onFocus` of `container`, whose every render is looked at.
 */
export function useKeepFocus(container: RefObject<HTMLElement | null>) {
  const last = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement !== document.body) return;
    container.current?.querySelector<HTMLElement>("[role=log]")?.focus({ preventScroll: true });
  });
  return useCallback((event: FocusEvent) => {
    last.current = event.target;
  }, []);
}
