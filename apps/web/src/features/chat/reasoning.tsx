"use client";
import { useState } from "react";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";
import { spanText } from "./duration.ts";
import { Markdown } from "./markdown.tsx";

/** The agent's thinking: open while it streams, folded afterwards, and as a person leaves it. */
export function Reasoning({
  text,
  isStreaming,
  durationMs,
}: {
  text: string;
  isStreaming: boolean;
  /** Null when it is not known. */
  durationMs: number | null;
}) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const isOpen = choice ?? isStreaming;
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setChoice(!isOpen)}
        className="group flex min-h-6 items-center gap-1.5 rounded-md text-sm text-text-3 hover:text-text"
      >
        <DisclosureChevron />
        {isStreaming ? "Thinking" : durationMs === null ? "Thought" : `Thought for ${spanText(durationMs)}`}
      </button>
      {isOpen && (
        <div className="mt-1 ml-1.5 border-line border-l-2 pl-3 text-sm text-text-2">
          <Markdown text={text} isStreaming={isStreaming} />
        </div>
      )}
    </div>
  );
}
