"use client";
import {
  ChevronRight,
  CircleSlash,
  CircleX,
  FilePenLine,
  FilePlus2,
  FileSearch,
  Globe,
  ListTree,
  Search,
  SquareTerminal,
  Wrench,
} from "lucide-react";
import { memo, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { durationText } from "./duration.ts";
import { ToolDetailView } from "./tool-detail.tsx";
import type { ToolRow } from "./tool-row.ts";

const icons = {
  read: FileSearch,
  write: FilePlus2,
  edit: FilePenLine,
  terminal: SquareTerminal,
  search: Search,
  list: ListTree,
  web: Globe,
  tool: Wrench,
};
const stateWords = { running: "running", done: "done", failed: "failed", interrupted: "interrupted" };

/** Neighbouring tool calls as one list of lines; each opens what it did. */
export function ToolList({ rows }: { rows: readonly ToolRow[] }) {
  return (
    <ul className="overflow-hidden rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <ToolLine key={row.callId} row={row} />
      ))}
    </ul>
  );
}

const ToolLine = memo(function ToolLine({ row }: { row: ToolRow }) {
  const [isOpen, setOpen] = useState(false);
  const line = <ToolLineText row={row} />;
  return (
    <li className="border-line not-first:border-t">
      {row.detail ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="group flex min-h-8 w-full items-center gap-2 px-3 py-1 text-left focus-inset hover:bg-hover"
        >
          {line}
        </button>
      ) : (
        <div className="flex min-h-8 items-center gap-2 px-3 py-1">{line}</div>
      )}
      {isOpen && row.detail && <ToolDetailView detail={row.detail} />}
    </li>
  );
});

function ToolLineText({ row }: { row: ToolRow }) {
  const Icon = icons[row.icon];
  return (
    <>
      <span className="grid size-4 flex-none place-items-center">
        {row.state === "running" && <Spinner />}
        {row.state === "failed" && <CircleX aria-hidden="true" className="size-4 text-danger" />}
        {row.state === "interrupted" && <CircleSlash aria-hidden="true" className="size-4 text-text-3" />}
        {row.state === "done" && <Icon aria-hidden="true" className="size-4 text-text-3" />}
      </span>
      <span
        className={cn(
          "min-w-0 flex-1 truncate text-sm",
          row.state === "failed"
            ? "text-danger"
            : row.state === "interrupted"
              ? "text-text-3"
              : "text-text-2",
        )}
      >
        {row.verb} <code className="text-text text-xs">{row.subject}</code>
        <span className="sr-only">, {stateWords[row.state]}</span>
      </span>
      {row.added !== null && row.state === "done" && (
        <span className="flex-none font-mono text-xs">
          <span className="text-success">+{row.added}</span>
          {row.removed !== null && row.removed > 0 && <span className="text-danger"> -{row.removed}</span>}
        </span>
      )}
      <span className="w-12 flex-none text-right font-mono text-text-3 text-xs">
        {row.durationMs !== null && durationText(row.durationMs)}
      </span>
      {row.detail && (
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 flex-none text-text-3 transition-transform duration-(--dur-1) group-aria-expanded:rotate-90"
        />
      )}
    </>
  );
}
