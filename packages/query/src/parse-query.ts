import type { FieldFault } from "@second/contracts";
import {
  type Clause,
  type Operator,
  type Query,
  type QueryScalar,
  queryLimits,
  type SortField,
} from "./query.ts";

export type ParsedQuery = { kind: "ok"; query: Query } | { kind: "invalid"; faults: FieldFault[] };

const operators = /^(eq|ne|in|[gl]te?|exists|prefix|has)$/;
/** Newest first by the server's clock; `_id` breaks ties in every order. */
const newestFirst: readonly SortField[] = [{ path: ["_createdAt"], descending: true }];

/**
 * Checks a query as apps write it: `{where?, orderBy?}`. Fields are names or dotted paths, `-` before a sort field
 * descends. Faults name the place in what was given as a JSON pointer.
 */
export function parseQuery(input: { where?: unknown; orderBy?: unknown }): ParsedQuery {
  const faults: FieldFault[] = [];
  const fault = (pointer: string, message: string) => {
    faults.push({ pointer, message });
  };
  let conditions = 0;
  let groups = 0;

  const group = (where: unknown, pointer: string, depth: number): Clause => {
    const clauses: Clause[] = [];
    groups++;
    if (!isObject(where)) fault(pointer, "must be an object of conditions");
    else if (depth > queryLimits.depthMax) fault(pointer, `is nested more than ${queryLimits.depthMax} deep`);
    else {
      for (const [name, condition] of Object.entries(where)) {
        const at = `${pointer}/${pointerPart(name)}`;
        if (name !== "and" && name !== "or") clauses.push(...field(name, condition, at));
        else if (!Array.isArray(condition)) fault(at, "must be a list of conditions");
        else {
          clauses.push({
            op: name,
            clauses: condition.map((part, i) => group(part, `${at}/${i}`, depth + 1)),
          });
        }
      }
    }
    return { op: "and", clauses };
  };

  const field = (name: string, condition: unknown, pointer: string): Clause[] => {
    const path = pathOf(name);
    if (path === null) {
      fault(pointer, "is not a field name");
      return [];
    }
    const tests = isObject(condition) ? Object.entries(condition) : [["eq", condition] as const];
    conditions += tests.length;
    if (tests.length === 0) fault(pointer, "needs a value or an operator");
    return tests.flatMap(([op, value]) => {
      const at = isObject(condition) ? `${pointer}/${pointerPart(op)}` : pointer;
      const clause = test(op, path, value);
      if (typeof clause !== "string") return [clause];
      fault(at, clause);
      return [];
    });
  };

  const where = group(input.where ?? {}, "/where", 1);
  // Groups count too, since empty ones would otherwise cost without limit.
  if (conditions > queryLimits.conditionsMax || groups > 2 * queryLimits.conditionsMax) {
    fault("/where", `has more than ${queryLimits.conditionsMax} conditions`);
  }
  const orderBy = sortFields(input.orderBy, fault);
  return faults.length > 0
    ? { kind: "invalid", faults: faults.slice(0, 20) }
    : { kind: "ok", query: { where, orderBy } };
}

/** The clause, or why it is none. */
function test(op: string, path: readonly string[], value: unknown): Clause | string {
  if (!operators.test(op)) return "is not an operator";
  if (op === "in") {
    if (!Array.isArray(value) || !value.every(isScalar))
      return "must be a list of texts, numbers, true, false or null";
    if (value.length > queryLimits.valuesMax) return `has more than ${queryLimits.valuesMax} values`;
    return { op, path, values: value };
  }
  if (op === "exists" && typeof value !== "boolean") return "must be true or false";
  if (op === "prefix" && typeof value !== "string") return "must be a text";
  if (!isScalar(value)) return "must be a text, a number, true, false or null";
  // The expression above admits these names only.
  return { op: op as Exclude<Operator, "in">, path, value };
}

function sortFields(
  orderBy: unknown,
  fault: (pointer: string, message: string) => void,
): readonly SortField[] {
  if (orderBy === undefined || orderBy === null) return newestFirst;
  if (!Array.isArray(orderBy) || orderBy.length > queryLimits.sortFieldsMax) {
    fault("/orderBy", `must be a list of at most ${queryLimits.sortFieldsMax} field names`);
    return newestFirst;
  }
  const fields = orderBy.flatMap((name: unknown, i) => {
    const descending = typeof name === "string" && name.startsWith("-");
    const path = typeof name === "string" ? pathOf(descending ? name.slice(1) : name) : null;
    if (path !== null) return [{ path, descending }];
    fault(`/orderBy/${i}`, "is not a field name");
    return [];
  });
  return fields.length === 0 ? newestFirst : fields;
}

/** A name or dotted name as a path; null when it is none. */
export function pathOf(name: string): readonly string[] | null {
  const path = name.split(".");
  const good =
    path.length <= 16 && path.every((part) => part !== "" && part.length <= 128 && part[0] !== "$");
  return good ? path : null;
}

function isScalar(value: unknown): value is QueryScalar {
  return value === null || /^(string|boolean)$/.test(typeof value) || Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
