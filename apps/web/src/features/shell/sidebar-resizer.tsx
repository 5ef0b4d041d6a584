"use client";
import type { KeyboardEvent, PointerEvent } from "react";
import { sidebarWidth } from "./sidebar-state.ts";

const keyStepPx = 16;

/** The edge of the sidebar: drag it, or move it with the arrow keys (WAI-ARIA window splitter). */
export function SidebarResizer({
  width,
  onResize,
}: {
  width: number;
  onResize: (width: number, keep: boolean) => void;
}) {
  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    const edge = event.currentTarget;
    const { pointerId, clientX } = event;
    edge.setPointerCapture(pointerId);
    const drag = new AbortController();
    const listen = (type: "pointermove" | "pointerup" | "pointercancel", take: (x: number) => void) =>
      edge.addEventListener(type, (moved: globalThis.PointerEvent) => take(moved.clientX), {
        signal: drag.signal,
      });
    listen("pointermove", (x) => onResize(width + x - clientX, false));
    listen("pointerup", (x) => {
      drag.abort();
      onResize(width + x - clientX, true);
    });
    // The system took the pointer: nothing was decided.
    listen("pointercancel", () => {
      drag.abort();
      onResize(width, false);
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowLeft" ? -keyStepPx : event.key === "ArrowRight" ? keyStepPx : null;
    if (step === null) return;
    event.preventDefault();
    onResize(width + step, true);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that can be moved has no element of its own
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the sidebar"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={sidebarWidth.least}
      aria-valuemax={sidebarWidth.most}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(sidebarWidth.usual, true)}
      className="group absolute inset-y-0 -right-1 z-(--z-sticky) w-2 cursor-col-resize touch-none max-desktop:hidden"
    >
      <span className="absolute top-1/2 left-0.5 -mt-3.5 h-7 w-1 rounded-xs bg-line-strong opacity-0 transition-opacity duration-(--dur-2) group-hover:opacity-100 group-focus-visible:opacity-100" />
    </div>
  );
}
