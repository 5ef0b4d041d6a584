import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { chartsOf } from "./charts.ts";
import { attribute, element, imports, lines, lowerFirst } from "./code.ts";
import { namesOf } from "./names.ts";
import { testInCode } from "./row-tests.ts";

const sumsMax = 3;

/** `results.tsx`: what the answers come to, beside the form. */
export function resultsFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const { naming, fields } = anatomyOf(spec);
  const byPerson = naming.type === "person";
  const withCharts = chartsOf(spec).length > 0;
  const text = fields.find(({ type }) => type === "long") ?? null;
  const stats = resultStats(spec);
  const money = stats.some((each) => each.includes("formatMoney"));
  const usesDue = stats.some((each) => each.includes("isDue"));
  const head = imports([
    text !== null && byPerson && { from: "@/components/avatar", names: ["Avatar"] },
    text !== null && { from: "@/components/card", names: ["Card"] },
    withCharts && { from: "@/components/group-chart", names: ["GroupChart"] },
    { from: "@/components/stat", names: ["Stat", "Stats"] },
    {
      from: "@/lib/format",
      names: ["formatNumber", ...(money ? ["formatMoney"] : []), ...(byPerson ? ["formatCount"] : [])],
    },
    stats.some((each) => each.includes("sumOf")) && { from: "@/lib/groups", names: ["sumOf"] },
    { from: "@/lib/second-sdk", names: ["type Doc", ...(byPerson ? ["useMembers"] : [])] },
    withCharts && { from: "./fields", names: [names.fields] },
    withCharts && { from: "./figures", names: ["charts"] },
    { from: "./types", names: [`type ${names.type}`] },
    usesDue && { from: "./views", names: ["isDue"] },
  ]);
  const main = lines(
    `/** What the ${names.many} come to, while they arrive. */`,
    `export function Results({ rows }: { rows: readonly Doc<${names.type}>[] }) {`,
    byPerson && "  const { members } = useMembers();",
    "  return (",
    '    <section aria-label="Results" className="grid min-w-0 content-start gap-4">',
    '      <Stats className="rounded-lg border border-line px-4 phone:px-0">',
    ...stats.map((each) => `        ${each}`),
    "      </Stats>",
    withCharts &&
      lines(
        "      {charts.map((chart) => (",
        `        ${element(8, "GroupChart", ["key={chart.title}", "chart={chart}", `fields={${names.fields}}`, "rows={rows}"])}`,
        "      ))}",
      ),
    text && "      <Texts rows={rows} />",
    "    </section>",
    "  );",
    "}",
  );
  return `${[head, main, ...(text ? [textsPart(spec, text)] : [])].join("\n\n")}\n`;
}

/** Elements of a form's results: how many answered, sums of numbers, and what people asked to count; none elsewhere. */
export function resultStats(spec: AppSpec): string[] {
  const names = namesOf(spec);
  const anatomy = anatomyOf(spec);
  if (anatomy.screen !== "form") return [];
  const note =
    anatomy.naming.type === "person"
      ? // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the code that is written
        ['note={`of ${formatCount(members.length, "person", "people")}`}']
      : [];
  const sums = anatomy.fields.filter(({ type }) => type === "number" || type === "money").slice(0, sumsMax);
  const counted = (spec.counts ?? []).flatMap((test) => testInCode(test, anatomy) ?? []);
  return [
    element(8, "Stat", [attribute("label", names.Many), "value={formatNumber(rows.length)}", ...note]),
    ...sums.map((field) => sumStat(field, spec)),
    ...counted.map(({ label, has }) =>
      element(8, "Stat", [attribute("label", label), `value={formatNumber(rows.filter(${has}).length)}`]),
    ),
  ];
}

function sumStat({ key, label, type }: FieldSpec, { currency }: AppSpec): string {
  const sum = `sumOf(rows, (row) => row.${key})`;
  const title = attribute("label", /^total/i.test(label) ? label : `Total ${lowerFirst(label)}`);
  if (type !== "money" || currency === "EUR")
    return element(8, "Stat", [
      title,
      `value={${type === "money" ? "formatMoney" : "formatNumber"}(${sum})}`,
    ]);
  return lines(
    "<Stat",
    `          ${title}`,
    "          value={formatMoney(",
    `            ${sum},`,
    `            "${currency}",`,
    "          )}",
    "        />",
  );
}

/** The newest remarks, with who made them. */
function textsPart(spec: AppSpec, { key, label }: FieldSpec): string {
  const names = namesOf(spec);
  const { naming } = anatomyOf(spec);
  const title = attribute("title", label);
  return lines(
    `function Texts({ rows }: { rows: readonly Doc<${names.type}>[] }) {`,
    `  const written = rows.filter((row) => row.${key}).slice(0, 8);`,
    "  if (written.length === 0) return null;",
    "  return (",
    `    <Card ${title}>`,
    '      <ul className="grid gap-3">',
    "        {written.map((row) => (",
    '          <li key={row._id} className="flex items-start gap-2.5">',
    naming.type === "person" && `            <Avatar id={row.${naming.key}} size="medium" />`,
    `            <p className="min-w-0 whitespace-pre-wrap wrap-break-word">{row.${key}}</p>`,
    "          </li>",
    "        ))}",
    "      </ul>",
    "    </Card>",
    "  );",
    "}",
  );
}
