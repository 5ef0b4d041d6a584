"use client";
import { topFrame } from "@second/contracts";
import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { AppError } from "./app-log.ts";

/** An error in two lines: what, then where, how often and when. */
export function ErrorEntry({
  error,
  actions,
  children,
  onOpen,
}: {
  error: AppError;
  /** At the end of its first line; beneath it where there is little room. */
  actions?: ReactNode;
  children?: ReactNode;
  /** Opens the line where it came up; null where there is no code tab. */
  onOpen: ((path: string, line: number) => void) | null;
}) {
  const frame = error.stack ? topFrame(error.stack) : null;
  return (
    <div className="@container bg-danger-soft">
      <div className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2 px-3 py-2 @md:grid-cols-[16px_minmax(0,1fr)_auto]">
        <CircleX aria-hidden="true" className="mt-0.5 size-4 text-danger" />
        <div className="min-w-0 text-xs">
          <p className="line-clamp-2 font-medium font-mono text-danger [overflow-wrap:anywhere]">
            {error.kind}: {error.message}
          </p>
          <p className="text-text-2 [overflow-wrap:anywhere]">
            {frame?.file.startsWith("src/") && (
              <>
                {onOpen ? (
                  <button
                    type="button"
                    title="Open the line"
                    onClick={() => onOpen(frame.file, frame.line)}
                    className="min-h-6 rounded-xs font-mono underline decoration-line-strong underline-offset-2 hover:text-text"
                  >
                    {frame.file}:{frame.line}
                  </button>
                ) : (
                  <span className="font-mono">
                    {frame.file}:{frame.line}
                  </span>
                )}
                {" · "}
              </>
            )}
            on {error.route} · {error.count > 1 && `${error.count} times, last `}
            <RelativeTime at={error.lastAt} />
          </p>
        </div>
        {actions && (
          <div className="flex flex-wrap items-center gap-1.5 max-@md:col-start-2 max-@md:mt-1.5">
            {actions}
          </div>
        )}
      </div>
      {children}
    </div>
  );
}
