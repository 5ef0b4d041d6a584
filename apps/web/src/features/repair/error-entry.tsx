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
}: {
  error: AppError;
  /** At the end of its first line; beneath it where there is little room. */
  actions?: ReactNode;
  children?: ReactNode;
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
                <span className="font-mono">
                  {frame.file}:{frame.line}
                </span>
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
