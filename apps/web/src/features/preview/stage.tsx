"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { fitScale, type Size } from "./preview-state.ts";

const marginPx = 12;

/** Where the app stands: all the room there is, or a screen of a size, made smaller until it fits. */
export function Stage({
  size,
  isBare,
  children,
}: {
  size: Size | null;
  isBare: boolean;
  children: ReactNode;
}) {
  const stage = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size | null>(null);
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const scale = size && room ? fitScale(size, room, marginPx) : 1;
  return (
    <div ref={stage} className="relative min-h-0 flex-1 overflow-hidden">
      <div
        className={cn(
          "absolute overflow-hidden border-line-strong bg-surface",
          // A border's width belongs to the screen around the app, not to it.
          size
            ? "top-1/2 left-1/2 box-content rounded-lg border shadow-sm"
            : isBare
              ? "inset-0"
              : "inset-3 rounded-lg border shadow-sm max-tablet:inset-0 max-tablet:rounded-none max-tablet:border-0",
        )}
        style={size ? { ...size, transform: `translate(-50%, -50%) scale(${scale})` } : undefined}
      >
        {children}
      </div>
      {size && (
        <p className="absolute right-3 bottom-1.5 rounded-sm bg-sunken px-1 text-text-2 text-xs tabular-nums">
          {size.width} × {size.height}
          {scale < 1 && `, at ${Math.round(scale * 100)} %`}
        </p>
      )}
    </div>
  );
}
