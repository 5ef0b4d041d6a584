import type { Clause, Query, QueryScalar, SortField } from "./query.ts";

/** A document as the evaluator sees it. Only own properties count. */
export type QueryDocument = { readonly [field: string]: unknown };

/** Whether a document meets the query's `where`. */
export function matches(query: Query, document: QueryDocument): boolean {
  return holds(query.where, document);
}

/** A comparator for the query's order: absent, null, false, true, numbers, strings by code point; `_id` breaks ties. */
export function compare(orderBy: readonly SortField[]): (a: QueryDocument, b: QueryDocument) => number {
  return (a, b) => {
    for (const { path, descending } of orderBy) {
      const order = compareValues(valueAt(a, path), valueAt(b, path));
      if (order !== 0) return descending ? -order : order;
    }
    return compareValues(a._id, b._id);
  };
}

/** The value at a path, undefined when absent. Arrays are values; paths do not reach into them. */
export function valueAt(document: QueryDocument, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    // An object that is no array, as just checked.
    value = (value as QueryDocument)[name];
  }
  return value;
}

/** Orders any two values. Objects and arrays come last and are equal to each other. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return Math.sign(rank);
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (typeof a === "number" && typeof b === "number") return Math.sign(a - b);
  return 0;
}

function holds(clause: Clause, document: QueryDocument): boolean {
  if (clause.op === "and") return clause.clauses.every((part) => holds(part, document));
  if (clause.op === "or") return clause.clauses.some((part) => holds(part, document));
  const found = valueAt(document, clause.path);
  if (clause.op === "in") return clause.values.includes(found as QueryScalar);
  const { value } = clause;
  switch (clause.op) {
    case "eq":
      return found === value;
    case "ne":
      return found !== value;
    case "exists":
      return (found !== undefined) === value;
    case "prefix":
      return typeof found === "string" && found.startsWith(String(value));
    case "has":
      return Array.isArray(found) && found.includes(value);
    default:
      return (
        typeof found === typeof value && isOrdered(found) && within(clause.op, compareValues(found, value))
      );
  }
}

function within(op: "gt" | "gte" | "lt" | "lte", order: number): boolean {
  return op === "gt" ? order > 0 : op === "gte" ? order >= 0 : op === "lt" ? order < 0 : order <= 0;
}

/** Null equals itself for `gte` and `lte`; objects and arrays have no order that a condition may ask for. */
function isOrdered(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function rankOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === "boolean") return value ? 3 : 2;
  return typeof value === "number" ? 4 : typeof value === "string" ? 5 : 6;
}

/** By code point. JavaScript compares UTF-16 units, which puts U+E000 to U+FFFF behind all characters beyond them. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return Math.sign(lift(x) - lift(y));
  }
  return Math.sign(a.length - b.length);
}

/** Moves surrogate halves behind every other unit, where their characters belong. */
function lift(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
