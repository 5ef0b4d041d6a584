import type { Thing } from "./things.ts";

/**
 * The port's filters, sorts and pages in the plainest way, as the measure for drivers. It shares no code with them.
 */
type Value = string | number | boolean | null | undefined;

function compareText(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  for (const [index, point] of (a ?? []).entries()) {
    const other = b?.[index];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return (a?.length ?? 0) - (b?.length ?? 0);
}

function rank(value: Value): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (value === false) return 2;
  if (value === true) return 3;
  return typeof value === "number" ? 4 : 5;
}

function compare(left: Value, right: Value): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  return rank(left) - rank(right);
}

const sameType = (left: Value, right: Value) =>
  left !== undefined && (left === null ? right === null : right !== null && typeof left === typeof right);

function holdsOperator(value: Value, operator: string, operand: unknown): boolean {
  const other = operand as Value;
  switch (operator) {
    case "eq":
      return value === other;
    case "ne":
      return value !== other;
    case "in":
      return (operand as Value[]).includes(value);
    case "gt":
      return sameType(value, other) && compare(value, other) > 0;
    case "gte":
      return sameType(value, other) && compare(value, other) >= 0;
    case "lt":
      return sameType(value, other) && compare(value, other) < 0;
    case "lte":
      return sameType(value, other) && compare(value, other) <= 0;
    case "exists":
      return (value !== undefined) === operand;
    default:
      return typeof value === "string" && value.startsWith(String(operand));
  }
}

export function holds(record: Thing, filter: object): boolean {
  return Object.entries(filter).every(([name, part]: [string, unknown]) => {
    if (name === "and") return (part as object[]).every((one) => holds(record, one));
    if (name === "or") return (part as object[]).some((one) => holds(record, one));
    const value = Reflect.get(record, name) as Value;
    if (typeof part !== "object" || part === null) return value === part;
    return Object.entries(part).every(([operator, operand]) => holdsOperator(value, operator, operand));
  });
}

export function sorted(records: readonly Thing[], sort: readonly string[]): Thing[] {
  return records.toSorted((left, right) => {
    for (const key of [...sort, "id"]) {
      const name = key.replace(/^-/, "");
      const difference = compare(Reflect.get(left, name) as Value, Reflect.get(right, name) as Value);
      if (difference !== 0) return key.startsWith("-") ? -difference : difference;
    }
    return 0;
  });
}
