"use client";
import { type FixView, topFrame } from "@second/contracts";
import { Wrench } from "lucide-react";
import { useId, useState } from "react";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";

/** An error that a person handed to the agent: one line that opens all that was sent. */
export function FixCard({ fix }: { fix: FixView }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const frame = fix.stack ? topFrame(fix.stack) : null;
  const place = frame?.file.startsWith("src/") ? `${frame.file}:${frame.line}, on ` : "On ";
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-sunken">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="group flex min-h-9 w-full items-center gap-2 px-3 py-1.5 text-left text-sm focus-inset hover:bg-hover"
      >
        <Wrench aria-hidden="true" className="size-4 flex-none text-text-3" />
        <span className="min-w-0 flex-1">
          <span className="block truncate">
            <span className="font-medium">Fix: {fix.kind}</span>{" "}
            <span className="text-text-2">{fix.message}</span>
          </span>
          <span className="block truncate text-text-3 text-xs">
            {place}
            {fix.route} in version {fix.versionNumber}
          </span>
        </span>
        <DisclosureChevron className="text-text-3" />
      </button>
      <div id={id} hidden={!isOpen} className="border-line border-t px-3 py-2 text-xs">
        <p className="font-mono [overflow-wrap:anywhere]">
          {fix.kind}: {fix.message}
        </p>
        {fix.stack && (
          <section
            aria-label="Where it came up"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            tabIndex={0}
            className="mt-1 max-h-60 overflow-auto focus-inset"
          >
            <pre className="font-mono text-text-2">{fix.stack}</pre>
          </section>
        )}
      </div>
    </div>
  );
}
