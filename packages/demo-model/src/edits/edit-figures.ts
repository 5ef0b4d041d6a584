import { type AppSpec, type ChartSpec, type FieldSpec, screenOf, specLimits } from "../spec/app-spec.ts";
import { anatomyOf } from "../write/anatomy.ts";
import { canChartBy, chartsOf, isSameChart } from "../write/charts.ts";
import { lowerFirst } from "../write/code.ts";
import { testInCode } from "../write/row-tests.ts";
import { type Applied, applied, refused } from "./applied.ts";
import { findField, findTest } from "./find.ts";

export function addChart(spec: AppSpec, of: string | null, by: string): Applied {
  const group = byField(spec, by);
  if (!group) return refused(`There is no field “${by.slice(0, 60)}” to draw a chart by.`);
  if (!canChartBy(group))
    return refused(`“${group.label}” differs from row to row, so a chart by it says nothing.`);
  const sum = of === null || isRows(spec, of) ? null : findField(spec, of);
  if (of !== null && !isRows(spec, of) && sum?.type !== "number" && sum?.type !== "money")
    return refused(`“${of.slice(0, 60)}” is no number or amount, so there is nothing to add up.`);
  const chart: ChartSpec = { by: group.key, ...(sum ? { sum: sum.key } : {}) };
  if (chartsOf(spec).some((each) => isSameChart(each, chart))) return refused("It shows that chart already.");
  const charts = [...(spec.charts ?? []), chart];
  if (charts.length > specLimits.chartsMax)
    return refused(`An app has at most ${specLimits.chartsMax} charts that were asked for.`);
  const what = sum ? lowerFirst(sum.label) : spec.noun.many;
  return applied({ ...spec, charts }, `added a chart of ${what} by ${lowerFirst(group.label)}`);
}

function byField(spec: AppSpec, by: string): FieldSpec | null {
  const { due, fields } = anatomyOf(spec);
  const isTime = /^(?:the )?(?:months?|time|days?|dates?)$/i.test(by.trim());
  return findField(spec, by) ?? (isTime ? (fields.find(({ type }) => type === "date") ?? due) : null);
}

/** The words mean how many rows there are, as "tickets" or "the number of tickets". */
function isRows({ noun }: AppSpec, of: string): boolean {
  const bare = of
    .toLowerCase()
    .replace(/^(?:the |all |a )?(?:number of |count of |amount of |how many )?(?:the |all )?/, "");
  return ["", "rows", "them", "it", "number", "count", noun.one, noun.many].includes(bare.trim());
}

export function removeCharts(spec: AppSpec): Applied {
  const { charts, ...rest } = spec;
  if (charts) return applied(rest, "took the charts away");
  return screenOf(spec.layout) === "dashboard"
    ? refused("A dashboard keeps its own charts; make it a table to be without them.")
    : refused("It shows no charts that were asked for.");
}

export function addCount(spec: AppSpec, rows: string): Applied {
  const test = findTest(spec, rows);
  const counted = test && testInCode(test, anatomyOf(spec));
  if (!test || !counted)
    return refused(`No choice, checkbox, person or day tells which rows are “${rows.slice(0, 60)}”.`);
  if (test.is === "me") return refused("The quick view “Mine” counts that already.");
  const { counts = [] } = spec;
  if (counts.some(({ key, is }) => key === test.key && is === test.is))
    return refused(`It counts “${counted.label}” already.`);
  if (counts.length >= specLimits.countsMax)
    return refused(`An app counts at most ${specLimits.countsMax} things that were asked for.`);
  return applied({ ...spec, counts: [...counts, test] }, `added the figure “${counted.label}”`);
}
