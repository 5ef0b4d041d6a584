import type { AppSpec, ChartSpec, FieldSpec } from "../spec/app-spec.ts";
import { type Anatomy, anatomyOf } from "./anatomy.ts";
import { fit, imports, lines, lowerFirst, quote } from "./code.ts";
import { namesOf } from "./names.ts";

const usualMax = 4;

/** The charts of an app: those that its screen gives by itself, then those that people asked for. */
export function chartsOf(spec: AppSpec): ChartSpec[] {
  const usual = usualCharts(anatomyOf(spec)).slice(0, usualMax);
  const asked = (spec.charts ?? []).filter((chart) => !usual.some((each) => isSameChart(each, chart)));
  return [...usual, ...asked];
}

export const isSameChart = (left: ChartSpec, right: ChartSpec): boolean =>
  left.by === right.by && left.sum === right.sum;

function usualCharts({ screen, fields, naming, money, choice, owner }: Anatomy): ChartSpec[] {
  if (screen === "form") {
    const asked = fields.filter(({ type }) => type === "choice" || type === "check");
    return asked.map(({ key }) => ({ by: key }));
  }
  if (screen !== "dashboard") return [];
  const measure = money ? { sum: money.key } : {};
  const kinds = fields.filter(({ type }) => type === "suggest");
  const by = [
    fields.find(({ type }) => type === "date"),
    ...kinds.slice(0, 1),
    choice,
    owner === naming ? null : owner,
    ...kinds.slice(1),
  ];
  return by.flatMap((field) => (field ? [{ by: field.key, ...measure }] : []));
}

/** Fields by which rows can be compared. */
export const canChartBy = ({ type }: FieldSpec): boolean =>
  ["date", "suggest", "choice", "person", "check"].includes(type);

/** `figures.ts`: what is counted and by what. */
export function figuresFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const head = imports([
    { from: "@/components/group-chart", names: ["type GroupChartOf"] },
    { from: "./types", names: [`type ${names.type}`] },
  ]);
  const start = `export const charts: readonly GroupChartOf<${names.type}>[] = [`;
  const entries = chartsOf(spec).map((chart) => chartEntry(spec, chart));
  const [only, ...more] = entries;
  const many = lines(start, ...entries.map((entry) => `  ${entry.many},`), "];");
  const list = only && more.length === 0 ? fit(0, `${start}${only.one}];`, many) : many;
  return `${head}\n\n${entries.length === 0 ? `${start}];` : list}\n`;
}

function chartEntry(spec: AppSpec, chart: ChartSpec): { one: string; many: string } {
  const { screen, naming } = anatomyOf(spec);
  const people = screen === "form" && naming.type === "person" && !chart.sum ? naming.key : null;
  const values = [
    `title: ${quote(titleOf(spec, chart))}`,
    `by: "${chart.by}"`,
    ...(chart.sum ? [`sum: "${chart.sum}"`] : []),
    ...(people ? [`people: "${people}"`] : []),
  ];
  const one = `{ ${values.join(", ")} }`;
  const split = `{\n${values.map((value) => `    ${value},`).join("\n")}\n  }`;
  return { one, many: fit(3, one, split) };
}

function titleOf(spec: AppSpec, { by, sum }: ChartSpec): string {
  const labelOf = (key: string) => spec.fields.find((field) => field.key === key)?.label ?? key;
  const field = spec.fields.find(({ key }) => key === by);
  const label = labelOf(by);
  if (anatomyOf(spec).screen === "form" && !sum) return label;
  const isPlainDate = /^(date|day|month)$/i.test(label);
  const dated = isPlainDate ? "month" : `month of “${lowerFirst(label)}”`;
  const what = sum ? labelOf(sum) : namesOf(spec).Many;
  return `${what} by ${field?.type === "date" ? dated : lowerFirst(label)}`;
}
