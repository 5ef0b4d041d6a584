import type { Choice } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";

export interface SegmentedProps<Id extends string> {
  /** What is chosen, for screen readers: "Quick views". */
  label: string;
  items: readonly Choice<Id>[];
  value: Id;
  onChange: (value: Id) => void;
  className?: string;
}

/** A few views of the same data, of which one holds. */
export function Segmented<Id extends string>({
  label,
  items,
  value,
  onChange,
  className,
}: SegmentedProps<Id>) {
  return (
    <fieldset
      aria-label={label}
      className={cn(
        "m-0 inline-flex w-fit max-w-full min-w-0 gap-0.5 overflow-x-auto rounded-[9px] border border-line bg-sunken p-0.5 [scrollbar-width:none]",
        className,
      )}
    >
      {items.map(({ id, label: text, icon: Icon, count }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === value}
          onClick={() => onChange(id)}
          className="inline-flex h-[calc(var(--h-control)-6px)] shrink-0 items-center gap-1.75 rounded-[6px] px-2.75 font-medium whitespace-nowrap text-soft -outline-offset-2 aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-sm dark:aria-pressed:bg-active"
        >
          {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
          {text}
          {count !== undefined && (
            <span className="text-xs text-muted tabular-nums">{formatNumber(count)}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
