"use client";
import { diffLines } from "diff";
import { cn } from "../../ui/cn.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { ToolDetail } from "./tool-row.ts";

const linesMax = 400;

/** What a tool call did: a diff, a terminal, or its answer. */
export function ToolDetailView({ detail }: { detail: ToolDetail }) {
  if (detail.kind === "terminal") return <Terminal detail={detail} />;
  if (detail.kind === "diff") return <Diff detail={detail} />;
  return <Scroll className="bg-term text-term-text">{detail.text || "No output."}</Scroll>;
}

function Scroll({ className, children }: { className?: string; children: React.ReactNode }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={cn(
        "max-h-80 overflow-auto whitespace-pre-wrap break-words border-line border-t px-3 py-2 text-xs leading-5 focus-inset",
        className,
      )}
    >
      {children}
    </pre>
  );
}

function Terminal({ detail }: { detail: Extract<ToolDetail, { kind: "terminal" }> }) {
  return (
    <div className="relative">
      <CopyButton
        text={`${detail.command}\n${detail.output}`}
        className="absolute top-1 right-1 bg-term text-term-dim"
      />
      <Scroll className="bg-term text-term-text">
        <span className="text-term-dim">$ </span>
        {detail.command}
        {"\n"}
        {detail.output}
        {detail.exit && (
          <span className={detail.exit === "ok" ? "text-term-ok" : "text-term-bad"}>
            {"\n"}
            {detail.exit === "ok" ? "Finished" : "Failed"}
          </span>
        )}
      </Scroll>
    </div>
  );
}

function Diff({ detail }: { detail: Extract<ToolDetail, { kind: "diff" }> }) {
  const lines = diffLines(detail.before, detail.after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, sign: added ? "+" : removed ? "-" : " " })),
  );
  return (
    <Scroll className="bg-surface px-0">
      {lines.slice(0, linesMax).map((line, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a diff's lines have no other name and never move
          key={index}
          className={cn(
            "block px-3",
            line.sign === "+" && "bg-success-soft text-success",
            line.sign === "-" && "bg-danger-soft text-danger",
          )}
        >
          <span className="select-none">{line.sign} </span>
          {line.text}
        </span>
      ))}
      {lines.length > linesMax && (
        <span className="block px-3 text-text-3">{lines.length - linesMax} more lines</span>
      )}
    </Scroll>
  );
}
