"use client";
import { useLayoutEffect, useRef } from "react";
import { cn } from "../../ui/cn.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { DiffView } from "./diff-view.tsx";
import type { ToolDetail } from "./tool-row.ts";

/** What a tool call did: a diff, a terminal, pages of the web, or its answer. */
export function ToolDetailView({ detail }: { detail: ToolDetail }) {
  if (detail.kind === "terminal") return <Terminal detail={detail} />;
  if (detail.kind === "diff")
    return (
      <DiffView
        before={detail.before}
        after={detail.after}
        label={`Changes of ${detail.path}`}
        className="max-h-80 border-line border-t"
      />
    );
  if (detail.kind === "web") return <Web detail={detail} />;
  return (
    <Scroll label="What it answered" className="bg-term text-term-text">
      {detail.text || "No output."}
    </Scroll>
  );
}

function Scroll(props: {
  label: string;
  className?: string;
  children: React.ReactNode;
  /** Changes when there is more at the end, which is then brought into view. */
  end?: string;
}) {
  const region = useRef<HTMLElement>(null);
  const { end } = props;
  useLayoutEffect(() => {
    if (end !== undefined && region.current) region.current.scrollTop = region.current.scrollHeight;
  }, [end]);
  return (
    <section
      ref={region}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={cn("max-h-80 overflow-auto border-line border-t px-3 py-2 focus-inset", props.className)}
    >
      <pre className="whitespace-pre-wrap break-words text-xs leading-4.75">{props.children}</pre>
    </section>
  );
}

function Web({ detail }: { detail: Extract<ToolDetail, { kind: "web" }> }) {
  return (
    <>
      {detail.sources.length > 0 && (
        <ul aria-label="Sources" className="flex flex-wrap gap-1.5 border-line border-t px-3 py-2">
          {detail.sources.map((url) => (
            <li key={url} className="min-w-0">
              <a
                href={url}
                title={url}
                target="_blank"
                rel="noopener noreferrer"
                className="inline-flex h-6 max-w-60 items-center rounded-full border border-line-strong px-2 text-text-2 text-xs hover:bg-hover hover:text-text"
              >
                <span className="truncate">{new URL(url).host}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <Scroll label="What it found" className="bg-term text-term-text">
        {detail.text}
      </Scroll>
    </>
  );
}

function Terminal({ detail }: { detail: Extract<ToolDetail, { kind: "terminal" }> }) {
  const { command, output, exit } = detail;
  return (
    <div className="relative">
      <CopyButton
        text={`${command}\n${output}`}
        className="absolute top-1 right-1 bg-term text-term-dim hover:text-term-text"
      />
      <Scroll
        label="Command and output"
        className="bg-term pr-16 text-term-text"
        {...(exit === null ? { end: output } : {})}
      >
        <span className="select-none text-term-dim">$ </span>
        {command}
        {output && `\n${output.trimEnd()}`}
        {exit && (
          <span className={exit === "ok" ? "text-term-dim" : "text-term-bad"}>
            {exit === "ok" ? "\nFinished" : "\nFailed"}
          </span>
        )}
      </Scroll>
    </div>
  );
}
