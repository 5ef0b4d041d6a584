import { Avatar } from "@/components/avatar";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";

export interface BarListItem {
  id: string;
  label: string;
  value: number;
  /** Members who stand behind it; the first few are shown. */
  people?: readonly (string | null)[];
}

export interface BarListProps {
  /** What the bars compare, for screen readers: "Amount by region". */
  label: string;
  items: readonly BarListItem[];
  /** How amounts are written; as plain numbers when absent. */
  format?: (value: number) => string;
  /** What a full bar stands for, which adds percentages; the largest value when absent. */
  total?: number;
  className?: string;
}

const peopleMax = 5;

/** Amounts of a few named things as bars below each other: results of a poll, sums by region. */
export function BarList({ label, items, format = formatNumber, total, className }: BarListProps) {
  const largest = Math.max(0, ...items.map(({ value }) => value));
  const full = total ?? largest;
  return (
    <ul aria-label={label} className={cn("grid gap-3.5", className)}>
      {items.map(({ id, label: name, value, people = [] }) => (
        <li key={id} className="grid gap-1.5">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <span className="font-medium tabular-nums">{format(value)}</span>
            {total !== undefined && (
              <span className="w-10 text-right text-soft tabular-nums">
                {formatNumber(total === 0 ? 0 : value / total, {
                  style: "percent",
                  maximumFractionDigits: 0,
                })}
              </span>
            )}
          </span>
          <svg aria-hidden className="h-2.5 w-full rounded-[3px] bg-sunken">
            <rect
              width={`${full === 0 ? 0 : (value / full) * 100}%`}
              height="100%"
              rx={3}
              className={value === largest ? "fill-accent" : "fill-accent/55"}
            />
          </svg>
          {people.length > 0 && <People ids={people} />}
        </li>
      ))}
    </ul>
  );
}

function People({ ids }: { ids: readonly (string | null)[] }) {
  const rest = ids.length - peopleMax;
  return (
    <span className="flex items-center gap-0.5">
      {ids.slice(0, peopleMax).map((id, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one person may stand there twice
        <Avatar key={index} id={id} />
      ))}
      {rest > 0 && <span className="ml-1.5 text-xs text-soft">and {formatNumber(rest)} more</span>}
    </span>
  );
}
