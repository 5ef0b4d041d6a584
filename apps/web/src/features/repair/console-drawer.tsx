"use client";
import { Ban, CircleX, Info, TriangleAlert, X } from "lucide-react";
import { memo, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { exactTime } from "../../ui/time.ts";
import type { LineLevel, LogEntry } from "./app-log.ts";
import { useLoadLog } from "./app-log-store.ts";
import { clockTime, consoleText, type Filter, passes, summaryOf } from "./console-text.ts";
import { type ErrorPlace, ToldError } from "./told-error.tsx";

interface ConsoleDrawerProps extends ErrorPlace {
  loadKey: string;
  onClose: () => void;
}

const filters: { value: Filter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "errors", label: "Errors" },
  { value: "warnings", label: "Warnings" },
];

/** What the app that shows has told since it was loaded: errors with the way to mend them, and lines of plain text. */
export function ConsoleDrawer({ loadKey, onClose, ...place }: ConsoleDrawerProps) {
  const log = useLoadLog(place.store, loadKey);
  const [filter, setFilter] = useState<Filter>("all");
  const entries = (log?.entries ?? []).filter((entry) => passes(entry, filter));
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each entry that came is scrolled to
  useLayoutEffect(() => {
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries.length, log]);

  return (
    <section
      aria-label="Console"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
      className="flex h-60 max-h-1/2 flex-none flex-col border-line-strong border-t bg-surface"
    >
      <header className="flex flex-none flex-wrap items-center gap-x-2 border-line border-b py-1 pr-1.5 pl-3">
        <h2 className="text-sm">Console</h2>
        <p className="min-w-0 flex-1 truncate text-text-3 text-xs">
          {summaryOf(log?.entries ?? [])} since version {place.versionNumber} opened
        </p>
        <Segmented label="Show" value={filter} onChange={setFilter} options={filters} />
        <CopyButton text={consoleText(entries)} disabled={entries.length === 0} />
        <Button size="xs" variant="ghost" onClick={() => place.store.clear(loadKey)}>
          Clear
        </Button>
        <IconButton label="Close the console" size="xs" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      <div
        ref={list}
        role="log"
        aria-live="off"
        aria-label="What the app told"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
        className="min-h-0 flex-1 overflow-y-auto focus-inset"
      >
        {entries.length === 0 && (
          <p className="px-3 py-2.5 text-sm text-text-2">
            {filter === "all" ? "The app has told nothing yet." : "Nothing of this kind."}
          </p>
        )}
        {entries.map((entry) =>
          entry.kind === "line" ? (
            <Line key={entry.key} entry={entry} />
          ) : (
            <div key={entry.error.signature} className="border-line border-b">
              <ToldError {...place} error={entry.error}>
                {entry.error.stack && <Stack stack={entry.error.stack} />}
              </ToldError>
            </div>
          ),
        )}
      </div>
    </section>
  );
}

const looks: Record<LineLevel, { Icon: typeof Info; tone: string; word: string }> = {
  error: { Icon: CircleX, tone: "text-danger", word: "Error" },
  warning: { Icon: TriangleAlert, tone: "text-warning", word: "Warning" },
  notice: { Icon: Ban, tone: "text-text-2", word: "Notice" },
  message: { Icon: Info, tone: "text-text-3", word: "" },
};

const Line = memo(function Line({ entry }: { entry: Extract<LogEntry, { kind: "line" }> }) {
  const { Icon, tone, word } = looks[entry.level];
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2 border-line border-b px-3 py-1.5 text-xs [content-visibility:auto]">
      <Icon aria-hidden="true" className={cn("mt-px size-3.5", tone)} />
      <p className="max-h-40 overflow-y-auto whitespace-pre-wrap font-mono [overflow-wrap:anywhere]">
        {word && <span className="sr-only">{word}: </span>}
        {entry.text}
      </p>
      <time dateTime={entry.at} title={exactTime(entry.at)} className="font-mono text-text-3">
        {clockTime(entry.at)}
      </time>
    </div>
  );
});

function Stack({ stack }: { stack: string }) {
  return (
    <details className="px-3 pb-2 pl-9 text-xs">
      <summary className="min-h-6 cursor-pointer py-1 text-text-2">Where it came up</summary>
      <pre className="overflow-x-auto font-mono">{stack}</pre>
    </details>
  );
}
