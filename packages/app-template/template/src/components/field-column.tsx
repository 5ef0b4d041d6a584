import { FieldValue } from "@/components/field-value";
import type { Column } from "@/components/table";
import type { Field, FieldTable } from "@/lib/fields";
import type { Doc } from "@/lib/second-sdk";

/**
 * A table's column for one field: its label, its value as people read it, its place and order by kind.
 * `due` of a date tells the distance. Whatever `changes` names replaces it.
 */
export function fieldColumn<T>(
  fields: FieldTable<T>,
  key: keyof T & string,
  changes: Partial<Column<Doc<T>>> & { due?: boolean } = {},
): Column<Doc<T>> {
  const { due, ...rest } = changes;
  const field: Field<T[keyof T & string]> = fields[key];
  const valueOfRow = (row: Doc<T>) => row[key];
  return {
    key,
    header: field.label,
    cell: (row) => <FieldValue field={field} value={valueOfRow(row)} due={due} />,
    ...(field.kind === "number" || field.kind === "money" ? { align: "end" as const } : {}),
    ...(field.kind === "person" ? {} : { sortValue: (row: Doc<T>) => orderOf(field, valueOfRow(row)) }),
    ...rest,
  };
}

/** Choices sort in the order of their table, all else by value. */
function orderOf<V>(field: Field<V>, value: unknown): string | number | null {
  if (field.kind === "choice") {
    const index = field.choices?.findIndex((choice) => choice.id === value) ?? -1;
    return index === -1 ? null : index;
  }
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" || typeof value === "number" ? value : null;
}
