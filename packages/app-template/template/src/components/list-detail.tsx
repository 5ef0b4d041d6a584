import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "@/components/icon-button";
import { Skeleton } from "@/components/skeleton";
import { cn } from "@/lib/cn";

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
  empty?: ReactNode;
  loading?: boolean;
  className?: string;
}

/** A list beside what is chosen in it. J and K go to the next and the one before. */
export function ListDetail<T extends { _id: string }>(props: ListDetailProps<T>) {
  const { label, items, selected, onSelect, renderItem, toolbar, loading, empty } = props;
  const list = useRef<HTMLUListElement>(null);

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
  }, [items, selected, onSelect]);

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
        {loading && items.length === 0 ? (
          <Skeleton shape="list" label={label} />
        ) : items.length === 0 ? (
          empty
        ) : (
          <ul ref={list} className="min-h-0 flex-1 overflow-auto border-t border-line">
            {items.map((item) => (
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
