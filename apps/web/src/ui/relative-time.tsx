"use client";
import { useEffect, useState } from "react";
import { exactTime, nextChangeMs, relativeTime } from "./time.ts";
import { Tooltip } from "./tooltip.tsx";

/** "3 min ago", kept current, with the exact moment as a tooltip. Empty on the server, which has no "now" or zone. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const current = Date.now();
      setNow(current);
      timer = setTimeout(tick, nextChangeMs(at, current));
    };
    tick();
    return () => clearTimeout(timer);
  }, [at]);
  if (now === null) return <time dateTime={at} className={className} />;
  return (
    <Tooltip text={exactTime(at)}>
      <time dateTime={at} className={className}>
        {relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}
