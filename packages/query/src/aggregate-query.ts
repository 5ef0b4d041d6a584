import type { FieldFault } from "@second/contracts";
import { parseQuery, pathOf } from "./parse-query.ts";
import { aggregateLimits, type Query } from "./query.ts";

const metricOperators = ["sum", "avg", "min", "max"] as const;
export type MetricOperator = (typeof metricOperators)[number];

/** A field, as it was named and as a path. */
export interface AggregateField {
  name: string;
  path: readonly string[];
}

/** Parsed figures over what a query finds. Only {@link parseAggregate} makes it, so that computing them never fails. */
export interface Aggregate {
  query: Query;
  groupBy: readonly AggregateField[];
  metrics: readonly (AggregateField & { operator: MetricOperator })[];
}

export type ParsedAggregate =
  | { kind: "ok"; aggregate: Aggregate }
  | { kind: "invalid"; faults: FieldFault[] };

/**
 * Checks figures as apps ask for them: `{where?, groupBy?, metrics?}`, where `metrics` lists fields by operator, as
 * `{sum: ["amount"]}`. Faults name the place in what was given as a JSON pointer.
 */
export function parseAggregate(input: {
  where?: unknown;
  groupBy?: unknown;
  metrics?: unknown;
}): ParsedAggregate {
  const parsed = parseQuery({ where: input.where });
  const faults: FieldFault[] = parsed.kind === "invalid" ? [...parsed.faults] : [];
  const groupBy = fieldList(input.groupBy ?? [], "/groupBy", faults);
  if (groupBy.length > aggregateLimits.groupFieldsMax) {
    const message = `has more than ${aggregateLimits.groupFieldsMax} fields`;
    faults.push({ pointer: "/groupBy", message });
  }
  const metrics = metricList(input.metrics ?? {}, faults);
  return parsed.kind === "invalid" || faults.length > 0
    ? { kind: "invalid", faults: faults.slice(0, 20) }
    : { kind: "ok", aggregate: { query: parsed.query, groupBy, metrics } };
}

function metricList(metrics: unknown, faults: FieldFault[]): Aggregate["metrics"] {
  if (typeof metrics !== "object" || metrics === null || Array.isArray(metrics)) {
    faults.push({ pointer: "/metrics", message: "must be lists of field names by operator" });
    return [];
  }
  // Bounded by the number of operators, whatever was sent.
  const unknown = Object.keys(metrics).find((name) => !(metricOperators as readonly string[]).includes(name));
  if (unknown !== undefined) {
    const message = `has only ${metricOperators.join(", ")}; every row has its count`;
    faults.push({ pointer: "/metrics", message });
    return [];
  }
  const lists = metrics as { [K in MetricOperator]?: unknown };
  const found = metricOperators.flatMap((operator) =>
    fieldList(lists[operator] ?? [], `/metrics/${operator}`, faults).map((field) => ({ operator, ...field })),
  );
  if (found.length > aggregateLimits.metricsMax) {
    faults.push({ pointer: "/metrics", message: `has more than ${aggregateLimits.metricsMax} fields` });
  }
  return found;
}

function fieldList(names: unknown, pointer: string, faults: FieldFault[]): AggregateField[] {
  if (!Array.isArray(names)) {
    faults.push({ pointer, message: "must be a list of field names" });
    return [];
  }
  return names.slice(0, 20).flatMap((name: unknown, i) => {
    const path = typeof name === "string" ? pathOf(name) : null;
    if (typeof name === "string" && path !== null) return [{ name, path }];
    faults.push({ pointer: `${pointer}/${i}`, message: "is not a field name" });
    return [];
  });
}
