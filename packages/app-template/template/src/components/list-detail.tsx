import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { ErrorState } from "@/components/error-state";
import { IconButton } from "@/components/icon-button";
import { Skeleton } from "@/components/skeleton";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import type { Group } from "@/lib/groups";
import type { SecondDataError } from "@/lib/second-sdk";

export interface ListDetailProps<T extends { _id: string }> {
  /** What the list holds, for screen readers: "Feedback". */
  label: string;
  items: readonly T[];
  /** The id of the chosen item; phones show the list while it is null. */
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** The item in the list: a few lines of text and badges. */
  renderItem: (item: T) => ReactNode;
  /** What is chosen, in full. */
  children: ReactNode;
  /** Above the list: a Toolbar with search and views. */
  toolbar?: ReactNode;
  /** Parts the list under headings; groups without items are left out. */
  groups?: (items: readonly T[]) => readonly Group<T>[];
  empty?: ReactNode;
  loading?: boolean;
  /** From `readError`: why there is no list; shown while there is none. */
  error?: SecondDataError | null;
  className?: string;
}

/** A list beside what is chosen in it. J and K go to the next and the one before. */
export function ListDetail<T extends { _id: string }>(props: ListDetailProps<T>) {
  const { label, selected, onSelect, toolbar, loading, error, empty } = props;
  const parts = props.groups?.(props.items).filter(({ rows }) => rows.length > 0) ?? [
    { id: "all", label: "", rows: props.items },
  ];
  const items = parts.flatMap(({ rows }) => rows);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      const target = event.target as Element | null; // a key's target is the focused element
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest("input, textarea, select, [role=dialog], [role=menu]")) return;
      const by = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      const at = items.findIndex((item) => item._id === selected);
      const next = items[by === 0 ? -1 : at === -1 ? 0 : at + by];
      if (!next) return;
      onSelect(next._id);
      list.current
        ?.querySelector(`[data-id="${CSS.escape(next._id)}"]`)
        ?.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", step);
    return () => document.removeEventListener("keydown", step);
  });

  return (
    <div
      className={cn(
        "flex min-h-100 flex-1 border-t border-line bg-surface min-[721px]:[contain:size]",
        props.className,
      )}
    >
      <section
        aria-label={label}
        className={cn(
          "flex w-98 shrink-0 flex-col [--pad:16px] border-r border-line tablet:w-79 phone:w-full phone:border-0",
          selected && "phone:hidden",
        )}
      >
        {toolbar}
        {error && items.length === 0 ? (
          <ErrorState error={error} title={`${label} could not be loaded`} />
        ) : loading && items.length === 0 ? (
          <Skeleton shape="list" label={label} />
        ) : items.length === 0 ? (
          empty
        ) : (
          <div ref={list} className="min-h-0 flex-1 overflow-auto border-t border-line">
            {parts.map((part) => (
              <ListPart key={part.id} {...props} part={part} />
            ))}
          </div>
        )}
      </section>
      <section
        aria-label={`Chosen: ${label}`}
        className={cn("flex min-w-0 flex-1 flex-col overflow-auto", !selected && "phone:hidden")}
      >
        {selected && (
          <div className="hidden border-b border-line p-2 phone:block">
            <IconButton icon={ArrowLeft} label="Back to the list" onClick={() => onSelect(null)} />
          </div>
        )}
        {props.children}
      </section>
    </div>
  );
}

function ListPart<T extends { _id: string }>(props: ListDetailProps<T> & { part: Group<T> }) {
  const { part, selected, onSelect, renderItem } = props;
  return (
    <>
      {part.label && (
        <h2 className="sticky top-0 z-1 flex gap-2 border-b border-line bg-sunken px-4 py-1.5 text-xs font-medium text-soft">
          {part.label}
          <span className="tabular-nums">{formatNumber(part.rows.length)}</span>
        </h2>
      )}
      <ul aria-label={part.label || props.label}>
        {part.rows.map((item) => (
          <li key={item._id}>
            <button
              type="button"
              data-id={item._id}
              aria-current={item._id === selected ? "true" : undefined}
              onClick={() => onSelect(item._id)}
              className="block w-full border-b border-line px-4 py-3 text-left -outline-offset-2 hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_3px_0_var(--accent)]"
            >
              {renderItem(item)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
