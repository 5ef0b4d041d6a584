"use client";
import { type ReactNode, useState } from "react";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";

/** A card that is decided or past: one line that opens what was decided on. */
export function DecidedLine(props: {
  icon: ReactNode;
  title: string;
  detail: string;
  at: string | null;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="group flex min-h-9 w-full items-center gap-2 px-3 py-1.5 text-left text-sm focus-inset hover:bg-hover"
      >
        <span className="flex-none [&>svg]:size-4">{props.icon}</span>
        <span className="min-w-0 flex-1 truncate">
          <span className="font-medium">{props.title}</span>
          <span className="text-text-2">{props.detail}</span>
        </span>
        {props.at && <RelativeTime at={props.at} className="flex-none text-text-3 text-xs" />}
        <DisclosureChevron className="text-text-3" />
      </button>
      {isOpen && <div className="border-line border-t">{props.children}</div>}
    </div>
  );
}
