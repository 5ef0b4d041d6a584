"use client";
import { useCallback, useEffect, useState } from "react";
import { rememberPreference, sidebarCookie } from "../session/preference.ts";
import { clampWidth, formatSidebar, type SidebarState } from "./sidebar-state.ts";

/** The sidebar's width and whether it is a rail, remembered for the next page. ⌘B or Ctrl+B toggles. */
export function useSidebar(initial: SidebarState) {
  const [state, setState] = useState(initial);

  const change = useCallback((next: SidebarState) => {
    setState(next);
    rememberPreference(sidebarCookie, formatSidebar(next));
  }, []);

  const toggle = useCallback(() => change({ ...state, isCollapsed: !state.isCollapsed }), [change, state]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== "b" ||
        !(event.metaKey || event.ctrlKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [toggle]);

  return {
    ...state,
    toggle,
    /** Shows a width while it is dragged; `keep` remembers it. */
    resize: (width: number, keep: boolean) => {
      const next = { width: clampWidth(width), isCollapsed: false };
      if (keep) change(next);
      else setState(next);
    },
  };
}
