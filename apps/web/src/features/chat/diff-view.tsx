import { structuredPatch } from "diff";
import { Fragment, memo, useMemo } from "react";
import { cn } from "../../ui/cn.ts";

interface DiffViewProps {
  before: string;
  after: string;
  /** For assistive technology: what is compared. */
  label: string;
  className?: string;
}

const linesMax = 1_000;
/** Texts that differ by more than this are not compared line by line. */
const editsMax = 5_000;

interface Line {
  sign: "+" | "-" | " ";
  text: string;
  before: number | null;
  after: number | null;
}

interface Hunk {
  key: string;
  lines: readonly Line[];
}

/** What changed between two texts, as hunks of numbered lines; null when they differ too much to be read. */
export function toHunks(before: string, after: string): readonly Hunk[] | null {
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: 3,
    maxEditLength: editsMax,
  });
  if (!patch) return null;
  return patch.hunks.map(({ oldStart, newStart, lines }) => {
    let old = oldStart;
    let now = newStart;
    return {
      key: `${oldStart}:${newStart}`,
      lines: lines.flatMap((line): Line[] => {
        const text = line.slice(1);
        if (line.startsWith("+")) return [{ sign: "+", text, before: null, after: now++ }];
        if (line.startsWith("-")) return [{ sign: "-", text, before: old++, after: null }];
        // "\ No newline at end of file" is no line of the text.
        if (line.startsWith("\\")) return [];
        return [{ sign: " ", text, before: old++, after: now++ }];
      }),
    };
  });
}

/** Lines added and removed. */
export function countLines(hunks: readonly Hunk[]): { added: number; removed: number } {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    added: lines.filter(({ sign }) => sign === "+").length,
    removed: lines.filter(({ sign }) => sign === "-").length,
  };
}

/** A change of a text, line by line. */
export const DiffView = memo(function DiffView({ before, after, label, className }: DiffViewProps) {
  const hunks = useMemo(() => toHunks(before, after), [before, after]);
  const count = hunks?.reduce((sum, { lines }) => sum + lines.length, 0) ?? 0;
  let left = linesMax;
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={cn("overflow-auto bg-surface py-1 font-mono text-xs leading-5 focus-inset", className)}
    >
      {hunks === null && (
        <p className="px-3 font-sans text-text-2">Too much differs to show it line by line.</p>
      )}
      {hunks?.length === 0 && <p className="px-3 font-sans text-text-2">Nothing differs.</p>}
      <div className="min-w-max">
        {hunks?.map((hunk, index) => {
          const lines = hunk.lines.slice(0, left);
          left -= lines.length;
          return (
            <Fragment key={hunk.key}>
              {index > 0 && lines.length > 0 && (
                <div aria-hidden="true" className="my-1 border-line border-y bg-sunken px-3 text-text-3">
                  ⋯
                </div>
              )}
              {lines.map((line) => (
                <DiffLine key={`${line.before}:${line.after}`} line={line} />
              ))}
            </Fragment>
          );
        })}
      </div>
      {count > linesMax && (
        <p className="px-3 py-1 font-sans text-text-2">
          {(count - linesMax).toLocaleString("en")} more lines
        </p>
      )}
    </section>
  );
});

function DiffLine({ line }: { line: Line }) {
  return (
    <div
      className={cn(
        "grid grid-cols-[40px_18px_minmax(max-content,1fr)] whitespace-pre pr-3",
        line.sign === "+" && "bg-success-soft",
        line.sign === "-" && "bg-danger-soft",
      )}
    >
      <span aria-hidden="true" className="select-none pr-2 text-right text-text-3">
        {line.after ?? line.before}
      </span>
      <span
        className={cn(
          "select-none text-center font-strong",
          line.sign === "+" && "text-success",
          line.sign === "-" && "text-danger",
        )}
      >
        {line.sign === "-" ? "−" : line.sign}
      </span>
      <span>{line.text}</span>
    </div>
  );
}
