import type { Field } from "./fields";
import { addDays, formatMonth } from "./format";

/** Rows that share the value of a field. */
export interface Group<T> {
  id: string;
  label: string;
  rows: readonly T[];
}

export interface GroupOptions {
  /** The name of a member by id, for fields of people. */
  nameOf?: (id: string) => string;
  /** What the group of rows without a value is called. */
  none?: string;
}

/** The sum of a number of each row; rows without one add nothing. */
export const sumOf = <T>(rows: readonly T[], read: (row: T) => number | null | undefined): number =>
  rows.reduce((sum, row) => sum + (read(row) ?? 0), 0);

const monthsMax = 24;

/**
 * Rows by the value of one field: choices in the order of their table, also those without rows; months without gaps,
 * at most the newest 24; all else with the largest group first. Rows without a value come last.
 */
export function groupRows<T>(
  rows: readonly T[],
  {
    field,
    read,
    nameOf,
    none = "Not set",
  }: GroupOptions & { field: Field<unknown>; read: (row: T) => unknown },
): Group<T>[] {
  const byId = new Map<string, T[]>();
  for (const row of rows) {
    const id = idOf(field, read(row));
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  const groupOf = (id: string): Group<T> => ({
    id,
    label: labelOf(field, id, nameOf),
    rows: byId.get(id) ?? [],
  });
  const ids = orderOf(
    field,
    [...byId.keys()].filter((id) => id !== ""),
  );
  const groups = ids.map(groupOf);
  const sorted = ids.length > 0 && isOrdered(field) ? groups : groups.toSorted(bySizeThenLabel);
  const rest = byId.get("");
  return rest ? [...sorted, { id: "none", label: none, rows: rest }] : sorted;
}

/** The value as text: a month of a day, "yes" or "no" of a checkbox, "" where there is none. */
function idOf(field: Field<unknown>, value: unknown): string {
  if (field.kind === "checkbox") return value === true ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  return field.kind === "date" ? value.slice(0, 7) : value;
}

function labelOf(field: Field<unknown>, id: string, nameOf: GroupOptions["nameOf"]): string {
  if (field.kind === "checkbox") return id === "yes" ? "Yes" : "No";
  if (field.kind === "date") return formatMonth(id);
  if (field.kind === "person") return nameOf?.(id) ?? id;
  return field.choices?.find((choice) => choice.id === id)?.label ?? id;
}

const isOrdered = ({ kind }: Field<unknown>): boolean => ["choice", "checkbox", "date"].includes(kind);

function orderOf(field: Field<unknown>, used: readonly string[]): readonly string[] {
  if (field.kind === "checkbox") return ["yes", "no"];
  if (field.kind === "date") return monthsBetween(used);
  const known = (field.choices ?? []).map(({ id }) => id);
  return [...known, ...used.filter((id) => !known.includes(id))];
}

/** Every month from the first to the last, so that a line shows quiet ones too. */
function monthsBetween(used: readonly string[]): string[] {
  const sorted = used.toSorted();
  const [first = "", last = ""] = [sorted[0], sorted.at(-1)];
  const months: string[] = [];
  for (
    let month = last;
    month !== "" && month >= first && months.length < monthsMax;
    month = monthBefore(month)
  )
    months.unshift(month);
  return months;
}

const monthBefore = (month: string): string => addDays(`${month}-01`, -1).slice(0, 7);

const bySizeThenLabel = <T>(left: Group<T>, right: Group<T>): number =>
  right.rows.length - left.rows.length || left.label.localeCompare(right.label);
