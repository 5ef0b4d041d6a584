"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** How far beyond what shows a run is kept ready, so that scrolling meets no gap. */
const nearPx = 1_500;

interface LazyChunkProps {
  /** Shown at once, before it is known what is in view. */
  startsNear: boolean;
  /** Until it was measured. */
  estimatedHeightPx: number;
  children: () => ReactNode;
}

/**
 * A run of blocks that exists only while it is near what shows of the conversation: a long one stays light. What a
 * person opened in it, works in, or still has to answer (`data-keep`), is never put away.
 */
export function LazyChunk({ startsNear, estimatedHeightPx, children }: LazyChunkProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(startsNear);
  const [heightPx, setHeight] = useState<number | null>(null);

  useEffect(() => {
    const element = place.current;
    const root = element?.closest("[role=log]");
    if (!element || !root) return setNear(true);
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        if (!entry.isIntersecting && isInUse(element)) return;
        if (!entry.isIntersecting) setHeight(entry.boundingClientRect.height);
        setNear(entry.isIntersecting);
      },
      { root, rootMargin: `${nearPx}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <div
      ref={place}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5"
      style={isNear ? undefined : { height: heightPx ?? estimatedHeightPx }}
    >
      {isNear && children()}
    </div>
  );
}

const isInUse = (element: Element) =>
  element.contains(document.activeElement) ||
  element.querySelector("[aria-expanded=true], [data-keep]") !== null;
