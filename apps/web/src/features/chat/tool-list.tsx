"use client";
import {
  CircleSlash,
  CircleX,
  FilePenLine,
  FilePlus2,
  FileSearch,
  Files,
  Globe,
  ListTree,
  Search,
  SquareTerminal,
  Wrench,
} from "lucide-react";
import { memo, type ReactNode, useMemo, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { durationText } from "./duration.ts";
import { ToolDetailView } from "./tool-detail.tsx";
import { toLines, totalMs } from "./tool-groups.ts";
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
const wordLooks = {
  running: "text-text-2",
  done: "text-text-2",
  failed: "text-danger",
  interrupted: "text-text-3 italic",
};

/** Neighbouring tool calls as one list of lines; each opens what it did. */
export const ToolList = memo(function ToolList({ rows }: { rows: readonly ToolRow[] }) {
  const lines = useMemo(() => toLines(rows), [rows]);
  return (
    <ul aria-label="Steps" className="overflow-hidden rounded-lg border border-line bg-surface">
      {lines.map((line) =>
        line.kind === "call" ? (
          <CallLine key={line.row.callId} row={line.row} />
        ) : (
          <ReadsLine key={line.key} rows={line.rows} />
        ),
      )}
    </ul>
  );
});

const CallLine = memo(function CallLine({ row }: { row: ToolRow }) {
  // A command that writes is watched as it does; it folds when it is done, unless a person opened it.
  const [choice, setChoice] = useState<boolean | null>(null);
  const isTelling = row.state === "running" && row.detail?.kind === "terminal" && row.detail.output !== "";
  const isOpen = choice ?? isTelling;
  return (
    <Line
      icon={<StateIcon row={row} />}
      isOpen={row.detail ? isOpen : null}
      onToggle={() => setChoice(!isOpen)}
      end={
        <>
          {row.note && <span className="flex-none text-danger text-xs">{row.note}</span>}
          {row.added !== null && row.state === "done" && (
            <span className="flex-none font-medium font-mono text-xs">
              <span className="text-success">+{row.added}</span>
              {row.removed !== null && row.removed > 0 && (
                <span className="text-danger"> −{row.removed}</span>
              )}
            </span>
          )}
        </>
      }
      durationMs={row.durationMs}
      detail={row.detail && <ToolDetailView detail={row.detail} />}
    >
      <span className={wordLooks[row.state]}>
        {row.verb}{" "}
        <code className={cn("text-xs", row.state !== "interrupted" && "text-text")}>{row.subject}</code>
        <span className="sr-only">, {stateWords[row.state]}</span>
      </span>
    </Line>
  );
});

function ReadsLine({ rows }: { rows: readonly ToolRow[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Line
      icon={<Files aria-hidden="true" className="size-4 text-text-3" />}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      durationMs={totalMs(rows)}
      detail={
        <ul className="border-line border-t bg-sunken py-1.5">
          {rows.map((row) => (
            <li key={row.callId} className="truncate px-3 pl-9 text-xs leading-5">
              <code>{row.subject}</code>
            </li>
          ))}
        </ul>
      }
    >
      <span className="text-text-2">
        Read {rows.length} files<span className="sr-only">, done</span>
      </span>
    </Line>
  );
}

function Line(props: {
  icon: ReactNode;
  children: ReactNode;
  end?: ReactNode;
  durationMs: number | null;
  /** Null when there is nothing to open. */
  isOpen: boolean | null;
  onToggle: () => void;
  detail: ReactNode;
}) {
  const { isOpen } = props;
  const line = (
    <>
      <span className="grid size-4 flex-none place-items-center">{props.icon}</span>
      <span className="min-w-0 flex-1 truncate text-sm">{props.children}</span>
      {props.end}
      <span className="w-11 flex-none text-right font-mono text-text-3 text-xs">
        {props.durationMs !== null && durationText(props.durationMs)}
      </span>
      <DisclosureChevron className={cn("text-text-3", isOpen === null && "invisible")} />
    </>
  );
  const look = "flex min-h-8 w-full items-center gap-2 py-1 pr-2 pl-3 text-left";
  return (
    <li className="border-line not-first:border-t">
      {isOpen === null ? (
        <div className={look}>{line}</div>
      ) : (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={props.onToggle}
          className={cn("group focus-inset hover:bg-hover", look)}
        >
          {line}
        </button>
      )}
      {isOpen && props.detail}
    </li>
  );
}

function StateIcon({ row }: { row: ToolRow }) {
  const Icon = icons[row.icon];
  if (row.state === "running") return <Spinner />;
  if (row.state === "failed") return <CircleX aria-hidden="true" className="size-4 text-danger" />;
  if (row.state === "interrupted") return <CircleSlash aria-hidden="true" className="size-4 text-text-3" />;
  return <Icon aria-hidden="true" className="size-4 text-text-3" />;
}
