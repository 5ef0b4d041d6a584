import type { AppSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { chartsOf } from "./charts.ts";
import { attribute, element, imports, lines } from "./code.ts";
import { figureFormats, figuresOf, figuresPart } from "./figures-part.ts";
import { namesOf } from "./names.ts";

/** Figures stand above the charts, but where a table shows them already. */
const hasFigures = (spec: AppSpec): boolean =>
  anatomyOf(spec).screen !== "table" && figuresOf(spec).length > 0;

/** `overview.tsx`: figures and charts of all rows. */
export function overviewFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const withFigures = hasFigures(spec);
  const withCharts = chartsOf(spec).length > 0;
  const usesDue = withFigures && figuresOf(spec).some((figure) => figure.includes("isDue"));
  const head = imports([
    { from: "react", names: ["type ReactNode"] },
    { from: "@/components/error-state", names: ["ErrorState"] },
    withCharts && { from: "@/components/group-chart", names: ["GroupChart"] },
    { from: "@/components/skeleton", names: ["Skeleton"] },
    withFigures && { from: "@/components/stat", names: ["Stat", "Stats"] },
    withFigures && { from: "@/lib/format", names: figureFormats(spec) },
    { from: "@/lib/read-error", names: ["readError"] },
    { from: "@/lib/second-sdk", names: ["type CollectionResult"] },
    withCharts && { from: "./fields", names: [names.fields] },
    withCharts && { from: "./figures", names: ["charts"] },
    { from: "./types", names: [`type ${names.type}`] },
    usesDue && { from: "./views", names: ["isDue"] },
  ]);
  const props = lines(
    "interface Props {",
    `  collection: CollectionResult<${names.type}>;`,
    `  /** What stands there without ${names.many}. */`,
    "  empty: ReactNode;",
    "}",
  );
  const parts = [
    head,
    props,
    mainPart(spec, { withFigures, withCharts }),
    withFigures ? figuresPart(spec) : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function mainPart(spec: AppSpec, shown: { withFigures: boolean; withCharts: boolean }): string {
  const names = namesOf(spec);
  const error = element(
    4,
    "ErrorState",
    ["error={error}", attribute("title", `The ${names.many} could not be loaded`)],
    ";",
  );
  const charts = lines(
    '<div className="grid grid-cols-2 gap-gap p-pad narrow:grid-cols-1 min-[901px]:[&>:first-child:nth-last-child(odd)]:col-span-2">',
    "  {charts.map((chart) => (",
    `    <GroupChart key={chart.title} chart={chart} fields={${names.fields}} rows={rows} />`,
    "  ))}",
    "</div>",
  );
  const oneError = `  if (error && rows.length === 0) return ${error}`;
  return lines(
    `/** What the ${names.many} come to. */`,
    "export function Overview({ collection, empty }: Props) {",
    "  const rows = collection.data;",
    "  const error = readError(collection);",
    oneError.length <= 110 && !error.includes("\n")
      ? oneError
      : `  if (error && rows.length === 0)\n    return ${error}`,
    "  if (collection.loading && rows.length === 0)",
    `    return ${element(11, "Skeleton", ['shape="chart"', attribute("label", names.Many), 'className="p-pad"'], ";")}`,
    '  if (rows.length === 0) return <div className="flex flex-1">{empty}</div>;',
    shown.withCharts ? returned(shown.withFigures ? figures : null, charts) : `  return ${figures};`,
    "}",
  );
}

const figures = "<Figures rows={rows} />";

function returned(above: string | null, charts: string): string {
  const indent = (text: string, by: number) => text.replaceAll(/^/gm, " ".repeat(by));
  if (above === null) return lines("  return (", indent(charts, 4), "  );");
  return lines("  return (", "    <>", indent(above, 6), indent(charts, 6), "    </>", "  );");
}
