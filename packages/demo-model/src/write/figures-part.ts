import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { attribute, element, lines, lowerFirst } from "./code.ts";
import { namesOf } from "./names.ts";
import { nobodyLabel, testInCode } from "./row-tests.ts";

const figuresMax = 5;

/** Elements of the figures that the fields give and people asked for: how many, how much, how urgent, whose. */
export function figuresOf(spec: AppSpec): string[] {
  const anatomy = anatomyOf(spec);
  const { money, due, owner, naming, screen, hasOverview } = anatomy;
  if (screen !== "table" && !hasOverview) return [];
  const currency = spec.currency === "EUR" ? "" : `, "${spec.currency}"`;
  const counted = (spec.counts ?? []).flatMap((test) => testInCode(test, anatomy) ?? []);
  const figures = [
    money && stat(totalLabel(money), `formatMoney(total${currency})`),
    ...counted.map(({ label, has }) => stat(label, `formatNumber(rows.filter(${has}).length)`)),
    due && stat("Due in 30 days", "formatNumber(rows.filter(isDue).length)"),
    owner && owner !== naming && stat(nobodyLabel(owner.label), countOf(`(row) => !row.${owner.key}`)),
  ].filter((figure) => typeof figure === "string");
  const many = stat(namesOf(spec).Many, "formatNumber(rows.length)");
  const isBare = figures.length === 0 && screen !== "dashboard";
  return isBare ? [] : [many, ...new Set(figures)].slice(0, figuresMax);
}

const stat = (label: string, value: string): string =>
  element(6, "Stat", [attribute("label", label), `value={${value}}`]);
const countOf = (test: string): string => `formatNumber(rows.filter(${test}).length)`;

const totalLabel = (money: FieldSpec): string =>
  /^total/i.test(money.label) ? money.label : `Total ${lowerFirst(money.label)}`;

/** Names that the figures take from the library of formats. */
export function figureFormats(spec: AppSpec): string[] {
  if (figuresOf(spec).length === 0) return [];
  return ["formatNumber", ...(anatomyOf(spec).money ? ["formatMoney"] : [])];
}

/** The function that shows them above rows or charts. */
export function figuresPart(spec: AppSpec): string {
  const { money } = anatomyOf(spec);
  const sum = `  const total = rows.reduce((sum, row) => sum + (row.${money?.key} ?? 0), 0);`;
  return lines(
    `function Figures({ rows }: { rows: readonly ${namesOf(spec).type}[] }) {`,
    money && sum,
    "  return (",
    "    <Stats>",
    ...figuresOf(spec).map((figure) => `      ${figure}`),
    "    </Stats>",
    "  );",
    "}",
  );
}
