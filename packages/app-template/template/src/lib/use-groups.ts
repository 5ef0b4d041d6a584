import type { Field, FieldTable } from "@/lib/fields";
import { type Group, groupRows } from "@/lib/groups";
import { useMembers } from "@/lib/second-sdk";

/** Parts rows by the value of a field, for a Table's or ListDetail's `groups`. People stand under their names. */
export function useGroups<T>(
  fields: FieldTable<T>,
  key: keyof T & string,
): <Row extends T>(rows: readonly Row[]) => Group<Row>[] {
  const { members } = useMembers();
  const field: Field<unknown> = fields[key];
  return (rows) =>
    groupRows(rows, {
      field,
      read: (row) => row[key],
      nameOf: (id) => members.find((member) => member.id === id)?.name ?? "Former member",
      none: field.kind === "person" ? "Nobody yet" : "Not set",
    });
}
