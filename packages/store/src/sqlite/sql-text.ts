import { nullMarker } from "../core/field-values.ts";
import type { Test } from "../core/filter-test.ts";
import type { ListPlan } from "../core/list-plan.ts";
import type { Scalar } from "../database.ts";
import type { SqlValue } from "./connection.ts";

/** Names come from checked definitions, so they hold no quotes. */
export const quoted = (name: string): string => `"${name}"`;

/** A field's column: absence is NULL, null the marker, booleans 0 and 1. */
export function columnValue(value: Scalar | undefined): SqlValue {
  if (value === undefined) return null;
  if (value === null) return nullMarker;
  return typeof value === "boolean" ? Number(value) : value;
}

const operators = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** A WHERE expression; pushes its parameters. */
export function testSql(test: Test, parameters: SqlValue[]): string {
  switch (test.kind) {
    case "all":
    case "any": {
      if (test.of.length === 0) return test.kind === "all" ? "1" : "0";
      const parts = test.of.map((part) => testSql(part, parameters));
      return parts.length === 1 ? parts.join("") : `(${parts.join(test.kind === "all" ? " AND " : " OR ")})`;
    }
    case "is":
      parameters.push(columnValue(test.value));
      return `${quoted(test.field)} = ?`;
    case "is-not":
      parameters.push(columnValue(test.value));
      return `${quoted(test.field)} IS NOT ?`;
    case "one-of":
      parameters.push(...test.values.map(columnValue));
      return `${quoted(test.field)} IN (${test.values.map(() => "?").join(", ")})`;
    case "present":
      return `${quoted(test.field)} IS NOT NULL`;
    case "absent":
      return `${quoted(test.field)} IS NULL`;
    case "gt":
    case "gte":
    case "lt":
    case "lte": {
      const column = quoted(test.field);
      parameters.push(columnValue(test.value));
      const comparison = `${column} ${operators[test.kind]} ?`;
      // The marker of null lies below every value.
      return test.kind === "lt" || test.kind === "lte"
        ? `(${comparison} AND ${column} > -9e999)`
        : comparison;
    }
  }
}

export const orderSql = (order: ListPlan["order"]): string =>
  order.map(({ name, descending }) => `${quoted(name)}${descending ? " DESC" : ""}`).join(", ");
