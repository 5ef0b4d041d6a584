import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { Checkbox } from "@/components/checkbox";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/skeleton";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import type { Group } from "@/lib/groups";
import type { SecondDataError } from "@/lib/second-sdk";
import type { Sort } from "@/lib/url-state";

export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. Null sorts last in both directions. */
  sortValue?: (row: T) => string | number | boolean | null | undefined;
  /** Amounts and numbers stand at the `end`. */
  align?: "start" | "end";
  /** The part of the width it takes, as "20%". By its content when absent. */
  width?: string;
  /** Leaves the column out on windows narrower than this. */
  hideBelow?: "tablet" | "narrow";
  /** Below the last row, as a sum. */
  footer?: ReactNode;
  /**
   * Where it goes in a phone's two-line row. Columns that do not say are placed in order: the first is the title, the
   * first that stands at the end is `value`, the next two are `badge` and `meta`, the rest is hidden.
   */
  phone?: "title" | "badge" | "meta" | "value" | "hidden";
}

export interface TableSelection {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
  /** Buttons of the bar that appears while rows are selected. */
  actions?: ReactNode;
}

export interface TableProps<T extends { _id: string }> {
  /** What the rows are, for screen readers: "Contracts". */
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  /** The row's name, for the names of its controls. */
  rowLabel: (row: T) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Parts the sorted rows under headings; groups without rows are left out. */
  groups?: (rows: readonly T[]) => readonly Group<T>[];
  selection?: TableSelection;
  onOpen?: (row: T) => void;
  /** The id of the row that is open. */
  current?: string | null;
  /** How many there are without search and filters: "13 of 58 shown". */
  total?: number;
  /** What stands there without rows: an EmptyState. */
  empty?: ReactNode;
  loading?: boolean;
  /** From `readError`: why there are no rows; shown while there are none. */
  error?: SecondDataError | null;
  className?: string;
}

const stepRows = 200;

/** Rows with sorting, selection and opening. Below 720 px each row becomes two lines. */
export function Table<T extends { _id: string }>(props: TableProps<T>) {
  const { rows, columns, sort, loading, error, empty, label, className } = props;
  const [shown, setShown] = useState(stepRows);
  if (error && rows.length === 0) return <ErrorState error={error} title={`${label} could not be loaded`} />;
  if (loading && rows.length === 0) return <Skeleton shape="table" label={label} className={className} />;
  if (rows.length === 0 && empty)
    return <div className={cn("flex flex-1 border-t border-line bg-surface", className)}>{empty}</div>;
  const sorted = sort ? sortRows(rows, columns, sort) : rows;
  const parts = props.groups?.(sorted) ?? [{ id: "all", label: "", rows: sorted }];
  const places = phonePlaces(columns);
  return (
    <div
      className={cn(
        "flex-1 overflow-x-auto border-t border-line bg-surface",
        props.selection?.selected.size && "pb-18",
        className,
      )}
    >
      <table className="w-full border-collapse text-sm phone:block">
        <caption className="sr-only">{label}</caption>
        <Head {...props} rows={sorted} />
        {firstRows(parts, shown).map((part) => (
          <tbody key={part.id} className="phone:block">
            {part.label && <PartHead part={part} table={props} />}
            {part.rows.map((row) => (
              <Row key={row._id} row={row} places={places} table={props} />
            ))}
          </tbody>
        ))}
        <Foot {...props} />
      </table>
      {sorted.length > shown && (
        <div className="p-3 text-center">
          <Button kind="quiet" onClick={() => setShown(shown + stepRows)}>
            Show {formatNumber(Math.min(stepRows, sorted.length - shown))} more
          </Button>
        </div>
      )}
      {props.selection && props.selection.selected.size > 0 && <SelectionBar selection={props.selection} />}
    </div>
  );
}

const cellClass =
  "h-row border-b border-line px-3 text-left align-middle whitespace-nowrap first:pl-pad last:pr-pad";
const hiddenBelow = { tablet: "tablet:hidden", narrow: "narrow:hidden" };

function columnClass<T>(column: Column<T>): string {
  return cn(
    column.align === "end" && "text-right tabular-nums",
    column.hideBelow && hiddenBelow[column.hideBelow],
  );
}

function Head<T extends { _id: string }>({ rows, columns, sort, onSort, selection }: TableProps<T>) {
  const all = rows.length > 0 && rows.every((row) => selection?.selected.has(row._id));
  const some = Boolean(selection && selection.selected.size > 0);
  return (
    <thead className="phone:sr-only">
      <tr>
        {selection && (
          <th className={cn(cellClass, "h-9 w-10 pr-0")}>
            <Checkbox
              hideLabel
              label="Select all"
              checked={all || (some ? "mixed" : false)}
              onChange={(next) => selection.onChange(new Set(next ? rows.map((row) => row._id) : []))}
            />
          </th>
        )}
        {columns.map((column) => {
          const sorted = sort?.key === column.key;
          const Arrow = sort?.desc ? ArrowDown : ArrowUp;
          return (
            <th
              key={column.key}
              scope="col"
              style={{ width: column.width }}
              aria-sort={sorted ? (sort.desc ? "descending" : "ascending") : undefined}
              className={cn(
                cellClass,
                "sticky top-0 z-1 h-9 bg-surface text-xs font-medium text-muted",
                sorted && "text-ink",
                columnClass(column),
              )}
            >
              {column.sortValue && onSort ? (
                <button
                  type="button"
                  onClick={() => onSort({ key: column.key, desc: sorted ? !sort.desc : false })}
                  className={cn(
                    "inline-flex h-6 items-center gap-1",
                    column.align === "end" && "flex-row-reverse",
                  )}
                >
                  {column.header}
                  {sorted && <Arrow size={14} aria-hidden />}
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** The first rows of all parts together, as many as are shown. */
function firstRows<T>(parts: readonly Group<T>[], max: number): Group<T>[] {
  let left = max;
  return parts
    .map((part) => {
      const rows = part.rows.slice(0, left);
      left -= rows.length;
      return { ...part, rows };
    })
    .filter(({ rows }) => rows.length > 0);
}

interface PartHeadProps<T extends { _id: string }> {
  part: Group<T>;
  table: TableProps<T>;
}

function PartHead<T extends { _id: string }>({ part, table }: PartHeadProps<T>) {
  const columns = table.columns.length + (table.selection ? 1 : 0);
  return (
    <tr className="phone:block">
      <th
        scope="rowgroup"
        colSpan={columns}
        className="border-b border-line bg-sunken px-pad py-1.5 text-left text-xs font-medium text-soft phone:block"
      >
        {part.label}
      </th>
    </tr>
  );
}

type Place = NonNullable<Column<unknown>["phone"]>;

const placeClass: Record<Place, string> = {
  title: "phone:col-start-1 phone:row-start-1 phone:min-w-0 phone:text-md phone:text-left",
  badge: "phone:col-start-2 phone:row-start-1 phone:text-right",
  meta: "phone:col-start-1 phone:row-start-2 phone:min-w-0 phone:text-left phone:text-soft",
  value: "phone:col-start-2 phone:row-start-2 phone:text-right",
  hidden: "phone:hidden",
};

function phonePlaces<T>(columns: readonly Column<T>[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const column of columns) if (column.phone) places.set(column.key, column.phone);
  const taken = new Set(places.values());
  const take = (...wanted: Place[]): Place => {
    const place = wanted.find((candidate) => !taken.has(candidate)) ?? "hidden";
    taken.add(place);
    return place;
  };
  for (const column of columns) {
    if (places.has(column.key)) continue;
    places.set(column.key, column.align === "end" ? take("title", "value") : take("title", "badge", "meta"));
  }
  return places;
}

interface RowProps<T extends { _id: string }> {
  row: T;
  places: Map<string, Place>;
  table: TableProps<T>;
}

function Row<T extends { _id: string }>({ row, places, table }: RowProps<T>) {
  const { columns, selection, onOpen, rowLabel } = table;
  const selected = selection?.selected.has(row._id) ?? false;
  const isCurrent = table.current === row._id;
  return (
    <tr
      onClick={onOpen && ((event) => isPlainClick(event) && onOpen(row))}
      onKeyDown={onOpen && stepThroughRows}
      className={cn(
        "hover:bg-hover phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-0.75 phone:border-b phone:border-line phone:px-pad phone:py-2.5",
        onOpen && "cursor-pointer",
        isCurrent && "bg-hover shadow-[inset_3px_0_var(--accent)]",
        selected && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {selection && (
        <td className={cn(cellClass, "w-10 pr-0 phone:hidden")}>
          <Checkbox
            hideLabel
            label={`Select ${rowLabel(row)}`}
            checked={selected}
            onChange={(next) => selection.onChange(toggled(selection.selected, row._id, next))}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td
          key={column.key}
          className={cn(
            cellClass,
            columnClass(column),
            index === 0 && "font-medium",
            "phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0",
            column.hideBelow && placeOf(places, column.key) !== "hidden" && "phone:block",
            placeClass[placeOf(places, column.key)],
          )}
        >
          {index === 0 && onOpen ? (
            <button
              type="button"
              data-row-open
              aria-label={`Open ${rowLabel(row)}`}
              aria-current={isCurrent ? "true" : undefined}
              onClick={() => onOpen(row)}
              className="block min-h-6 max-w-full text-left font-medium"
            >
              {column.cell(row)}
            </button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

function placeOf(places: Map<string, Place>, key: string): Place {
  return places.get(key) ?? "hidden";
}

function toggled(selected: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(selected);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}

/** A click on the row itself: neither on a control in it nor the end of a text selection. */
function isPlainClick(event: React.MouseEvent): boolean {
  const target = event.target as Element; // React types targets as EventTarget; in a table they are elements
  return !target.closest("button, a, input, label") && window.getSelection()?.type !== "Range";
}

/** Arrow keys go from row to row. */
function stepThroughRows(event: React.KeyboardEvent<HTMLTableRowElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row =
    event.key === "ArrowDown"
      ? event.currentTarget.nextElementSibling
      : event.currentTarget.previousElementSibling;
  const button = row?.querySelector<HTMLElement>("[data-row-open]");
  if (!button) return;
  event.preventDefault();
  button.focus();
}

function Foot<T extends { _id: string }>({ rows, columns, selection, total }: TableProps<T>) {
  const sums = columns.some((column) => column.footer);
  if (total === undefined && !sums) return null;
  const count = total === undefined ? "" : `${formatNumber(rows.length)} of ${formatNumber(total)} shown`;
  return (
    <tfoot className="text-xs text-muted phone:block">
      <tr className="phone:flex phone:px-pad">
        {selection && <td className="phone:hidden" />}
        {columns.map((column, index) => (
          <td
            key={column.key}
            className={cn(
              cellClass,
              "h-9.5 border-0 phone:flex phone:items-center phone:p-0 phone:first:pl-0",
              columnClass(column),
              index > 0 && "phone:hidden",
              column.footer && "font-medium",
            )}
          >
            {index === 0 ? count || column.footer : column.footer}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

function SelectionBar({ selection }: { selection: TableSelection }) {
  return (
    <div
      role="toolbar"
      aria-label="Selected rows"
      className="fixed bottom-5 left-1/2 z-10 flex max-w-[calc(100vw-24px)] -translate-x-1/2 animate-rise items-center gap-1 rounded-xl bg-tip py-1.25 pr-1.5 pl-3.5 text-on-tip shadow-lg [&_button]:border-transparent [&_button]:bg-transparent [&_button]:text-on-tip [&_button]:shadow-none [&_button:hover]:bg-on-tip/15"
    >
      <span className="pr-1 whitespace-nowrap tabular-nums">
        {formatNumber(selection.selected.size)} selected
      </span>
      {selection.actions}
      <Button kind="quiet" small onClick={() => selection.onChange(new Set())}>
        Clear
      </Button>
    </div>
  );
}

/** Rows in the order of a column; the order in which they came decides between equals. */
export function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): readonly T[] {
  const read = columns.find((column) => column.key === sort.key)?.sortValue;
  if (!read) return rows;
  const direction = sort.desc ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = read(a) ?? "";
    const right = read(b) ?? "";
    if (left === "" || right === "") return left === right ? 0 : left === "" ? 1 : -1;
    if (typeof left === "string" && typeof right === "string") return left.localeCompare(right) * direction;
    return (Number(left) - Number(right)) * direction;
  });
}
