"use client";
import { useEffect, useState } from "react";
import { durationText } from "./duration.ts";

/** How long something has been going on; a timer for assistive technology, and never announced. */
export function Clock({ since }: { since: string | null }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!since || now === null) return null;
  const ms = Math.max(0, now - Date.parse(since));
  return (
    <span role="timer" aria-live="off" className="font-mono">
      {durationText(Math.floor(ms / 1000) * 1000).replace(/\.0s$/, "s")}
    </span>
  );
}
