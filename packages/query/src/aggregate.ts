import type { AggregateRow } from "@second/contracts";
import type { Aggregate, AggregateField, MetricOperator } from "./aggregate-query.ts";
import { compareValues, type QueryDocument, valueAt } from "./evaluate.ts";
import { aggregateLimits, type QueryScalar } from "./query.ts";

export interface AggregateResult {
  /** In the order of their groups; a single one when nothing is grouped by. */
  rows: AggregateRow[];
  /** False when there are more groups than rows. */
  exact: boolean;
}

/** Takes documents that match, one by one and in any order, and answers what they come to. */
export function openAggregate({ groupBy, metrics }: Aggregate) {
  const groups = new Map<string, Group>();
  const groupOf = (values: readonly (QueryScalar | undefined)[]) => {
    // A list stands for what is absent: no scalar has its text.
    const key = JSON.stringify(values.map((value) => (value === undefined ? [] : value)));
    const group = groups.get(key) ?? { values, count: 0, tallies: metrics.map(() => ({ ...noTally })) };
    groups.set(key, group);
    return group;
  };
  if (groupBy.length === 0) groupOf([]);
  return {
    add(document: QueryDocument): void {
      const group = groupOf(groupBy.map(({ path }) => scalarAt(document, path)));
      group.count += 1;
      for (const [i, { path }] of metrics.entries()) {
        const tally = group.tallies[i];
        if (tally) tallyUp(tally, scalarAt(document, path));
      }
    },
    result(): AggregateResult {
      const sorted = [...groups.values()].sort(compareGroups);
      return {
        rows: sorted.slice(0, aggregateLimits.rowsMax).map((group) => rowOf(group, { groupBy, metrics })),
        exact: sorted.length <= aggregateLimits.rowsMax,
      };
    },
  };
}

interface Group {
  values: readonly (QueryScalar | undefined)[];
  count: number;
  tallies: Tally[];
}

interface Tally {
  sum: number;
  numbers: number;
  min: QueryScalar;
  max: QueryScalar;
}

const noTally: Readonly<Tally> = { sum: 0, numbers: 0, min: null, max: null };

function tallyUp(tally: Tally, value: QueryScalar | undefined): void {
  if (value === undefined || value === null) return;
  if (typeof value === "number") {
    tally.sum = withinRange(tally.sum + value);
    tally.numbers += 1;
  }
  if (tally.min === null || compareValues(value, tally.min) < 0) tally.min = value;
  if (tally.max === null || compareValues(value, tally.max) > 0) tally.max = value;
}

/** JSON has no infinity: what leaves the range of numbers stays at its end. */
function withinRange(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

function scalarAt(document: QueryDocument, path: readonly string[]): QueryScalar | undefined {
  const value = valueAt(document, path);
  // JSON has no further kinds.
  return typeof value === "object" && value !== null ? undefined : (value as QueryScalar | undefined);
}

function compareGroups(a: Group, b: Group): number {
  for (const [i, value] of a.values.entries()) {
    const order = compareValues(value, b.values[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function rowOf(
  { values, count, tallies }: Group,
  { groupBy, metrics }: Pick<Aggregate, "groupBy" | "metrics">,
): AggregateRow {
  const named = <T>(operator: MetricOperator, figure: (tally: Tally) => T): Record<string, T> =>
    Object.fromEntries(
      tallies.flatMap((tally, i) => {
        const metric = metrics[i];
        return metric?.operator === operator ? [[metric.name, figure(tally)]] : [];
      }),
    );
  return {
    group: groupNames(groupBy, values),
    count,
    sum: named("sum", ({ sum }) => sum),
    avg: named("avg", ({ sum, numbers }) => (numbers === 0 ? null : sum / numbers)),
    min: named("min", ({ min }) => min),
    max: named("max", ({ max }) => max),
  };
}

function groupNames(
  groupBy: readonly AggregateField[],
  values: Group["values"],
): Record<string, QueryScalar> {
  return Object.fromEntries(
    groupBy.flatMap(({ name }, i) => {
      const value = values[i];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
