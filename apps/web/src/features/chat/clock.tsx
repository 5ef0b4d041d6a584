"use client";
import { useEffect, useState } from "react";
import { elapsedText } from "./duration.ts";

/** How long something has been going on; a timer for assistive technology, and never announced. */
export function Clock({ since }: { since: string | null }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!since || now === null) return null;
  return (
    <span role="timer" aria-live="off" className="font-mono">
      {elapsedText(now - Date.parse(since))}
    </span>
  );
}
