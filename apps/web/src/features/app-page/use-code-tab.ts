"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type CodePlace, nowhere, placeOf, withPlace } from "../code/index.ts";

/** Where the code tab is; while it shows, the page's address says so too, to be sent to others. */
export function useCodeTab() {
  // The server draws the page too, and knows its address only so.
  const params = useSearchParams();
  const [named] = useState(() => placeOf(params.toString()));
  const [place, setPlace] = useState<CodePlace>(named ?? nowhere);
  const [visit, setVisit] = useState(0);
  const open = useCallback((next: CodePlace) => {
    setPlace(next);
    setVisit((before) => before + 1);
  }, []);
  return useMemo(
    () => ({ place, setPlace, visit, open, isNamed: named !== null }),
    [place, visit, open, named],
  );
}

export type CodeTab = ReturnType<typeof useCodeTab>;

/** Keeps the place in the address for as long as the tab shows. */
export function usePlaceInAddress(place: CodePlace | null): void {
  useEffect(() => {
    const { pathname, search, hash } = location;
    const next = withPlace(search, place);
    if (next !== search) history.replaceState(history.state, "", pathname + next + hash);
  }, [place]);
}
