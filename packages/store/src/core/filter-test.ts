import type { FieldType, Scalar } from "../database.ts";
import type { CollectionShape } from "./collection-shape.ts";
import { holdsType } from "./field-values.ts";
import { misuse } from "./misuse.ts";

type Comparison = "gt" | "gte" | "lt" | "lte";

/**
 * A checked filter in the few forms that engines translate. Values have their field's type; only `is` also takes null.
 * `all` of nothing always holds, `any` of nothing never.
 */
export type Test =
  | { readonly kind: "all" | "any"; readonly of: readonly Test[] }
  | { readonly kind: "is" | "is-not"; readonly field: string; readonly value: Scalar }
  | { readonly kind: "one-of"; readonly field: string; readonly values: readonly Scalar[] }
  | {
      readonly kind: Comparison;
      readonly field: string;
      readonly value: string | number | boolean;
    }
  | { readonly kind: "present" | "absent"; readonly field: string };

const always: Test = { kind: "all", of: [] };
export const never: Test = { kind: "any", of: [] };
export const all = (...of: Test[]): Test => ({ kind: "all", of });
export const any = (...of: Test[]): Test => ({ kind: "any", of });

const lastCodePoint = 0x10ffff;

/** The least string above all that start with `prefix`; null when there is none. */
export function afterPrefix(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === lastCodePoint) points.pop();
  const last = points.pop();
  if (last === undefined) return null;
  // The surrogates are no characters of their own.
  points.push(last === 0xd7ff ? 0xe000 : last + 1);
  return String.fromCodePoint(...points);
}

function prefixTest(field: string, type: FieldType, prefix: unknown): Test {
  if (typeof prefix !== "string") throw misuse(`The prefix for ${field} must be a string.`);
  if (type !== "string") return never;
  const from: Test = { kind: "gte", field, value: prefix };
  const end = afterPrefix(prefix);
  return end === null ? from : all(from, { kind: "lt", field, value: end });
}

function isScalar(value: unknown): value is Scalar {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function scalar(field: string, value: unknown): Scalar {
  if (!isScalar(value)) throw misuse(`A filter on ${field} compares with a string, number, boolean or null.`);
  return value;
}

function comparisonTest(kind: Comparison, field: string, type: FieldType, value: Scalar): Test {
  if (value === null) return kind === "gte" || kind === "lte" ? { kind: "is", field, value } : never;
  return holdsType(value, type) ? { kind, field, value } : never;
}

function operatorTest(operator: string, field: string, type: FieldType, operand: unknown): Test {
  const fits = (value: Scalar) => value === null || holdsType(value, type);
  switch (operator) {
    case "eq": {
      const value = scalar(field, operand);
      return fits(value) ? { kind: "is", field, value } : never;
    }
    case "ne": {
      const value = scalar(field, operand);
      return fits(value) ? { kind: "is-not", field, value } : always;
    }
    case "in": {
      if (!Array.isArray(operand)) throw misuse(`"in" on ${field} takes a list.`);
      const values = operand.map((value) => scalar(field, value)).filter(fits);
      return values.length === 0 ? never : { kind: "one-of", field, values };
    }
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return comparisonTest(operator, field, type, scalar(field, operand));
    case "exists":
      if (typeof operand !== "boolean") throw misuse(`"exists" on ${field} takes true or false.`);
      return { kind: operand ? "present" : "absent", field };
    case "prefix":
      return prefixTest(field, type, operand);
    default:
      throw misuse(`A filter on ${field} has no operator "${operator}".`);
  }
}

function conditionTests(field: string, type: FieldType, condition: unknown): Test[] {
  if (isScalar(condition)) return [operatorTest("eq", field, type, condition)];
  // An undefined condition is refused: passing it over would widen the filter.
  if (typeof condition !== "object" || condition === null) throw misuse(`The filter on ${field} is empty.`);
  return Object.entries(condition).map(([operator, operand]) => operatorTest(operator, field, type, operand));
}

/** @throws {StoreError} `store.misuse` for undeclared fields, unknown operators and undefined values. */
export function filterTest(shape: CollectionShape, filter: object | undefined): Test {
  if (filter === undefined) return always;
  const tests = Object.entries(filter).flatMap(([name, part]: [string, unknown]): Test[] => {
    const type = shape.fields.get(name);
    if (type !== undefined) return conditionTests(name, type, part);
    if (name !== "and" && name !== "or") throw misuse(`${shape.name}.${name} is not declared.`);
    if (!Array.isArray(part)) throw misuse(`"${name}" takes a list of filters.`);
    return [{ kind: name === "and" ? "all" : "any", of: part.map((one: object) => filterTest(shape, one)) }];
  });
  const [only] = tests;
  return tests.length === 1 && only ? only : { kind: "all", of: tests };
}
