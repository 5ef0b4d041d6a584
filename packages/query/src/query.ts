/** A value that conditions compare with. */
export type QueryScalar = string | number | boolean | null;

export type Operator = "eq" | "ne" | "in" | "gt" | "gte" | "lt" | "lte" | "exists" | "prefix" | "has";

/** One comparison of one field, or a group of them. A parsed `where` is an `and` of all its parts. */
export type Clause =
  | { op: "and"; clauses: readonly Clause[] }
  | { op: "or"; clauses: readonly Clause[] }
  | { op: Exclude<Operator, "in">; path: readonly string[]; value: QueryScalar }
  | { op: "in"; path: readonly string[]; values: readonly QueryScalar[] };

export interface SortField {
  path: readonly string[];
  descending: boolean;
}

/** A parsed query. Only {@link parseQuery} makes it, so that evaluating never fails. */
export interface Query {
  where: Clause;
  orderBy: readonly SortField[];
}

export const aggregateLimits = { groupFieldsMax: 3, metricsMax: 10, rowsMax: 100 } as const;
export const queryLimits = { conditionsMax: 20, depthMax: 3, valuesMax: 100, sortFieldsMax: 3 } as const;
