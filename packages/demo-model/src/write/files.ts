import type { AppSpec } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { boardFile } from "./board-file.ts";
import { chartsOf, figuresFile } from "./charts.ts";
import { detailFile } from "./detail-file.ts";
import { drawerFile } from "./drawer-file.ts";
import { fieldsFile } from "./fields-file.ts";
import { filtersFile } from "./filters-file.ts";
import { formFile } from "./form-file.ts";
import { listFile } from "./list-file.ts";
import { modelFile } from "./model-file.ts";
import { namesOf } from "./names.ts";
import { overviewFile } from "./overview-file.ts";
import { pageFile } from "./page-file.ts";
import { resultsFile } from "./results-file.ts";
import { sampleBarFile, samplesFile } from "./samples-file.ts";
import { tableFile } from "./table-file.ts";
import { typesFile } from "./types-file.ts";
import { viewsFile } from "./views-file.ts";

/** Path → content of every file of a feature. The same spec always gives the same bytes. */
export function featureFiles(spec: AppSpec): Map<string, string> {
  const names = namesOf(spec);
  const files = new Map([
    ["model.json", modelFile(spec)],
    ["types.ts", typesFile(spec)],
    ["fields.ts", fieldsFile(spec)],
    ["views.ts", viewsFile(spec)],
    ["filters.tsx", filtersFile(spec)],
    [`${names.pageFile}.tsx`, pageFile(spec)],
    [`${names.drawerFile}.tsx`, drawerFile(spec)],
    ...screenFiles(spec),
  ]);
  return new Map([...files].map(([path, content]) => [`src/features/${names.folder}/${path}`, content]));
}

/** The files that only some screens have. */
function screenFiles(spec: AppSpec): [path: string, content: string][] {
  const { screen, hasOverview } = anatomyOf(spec);
  const files: [string, string][] = [];
  const isTable = screen !== "board" && screen !== "list";
  if (screen === "board") files.push(["board.tsx", boardFile(spec)]);
  if (screen === "list") files.push(["list.tsx", listFile(spec)], ["detail.tsx", detailFile(spec)]);
  if (screen === "form") files.push(["form.tsx", formFile(spec)], ["results.tsx", resultsFile(spec)]);
  if (isTable && (hasOverview || screen === "form")) files.push(["table.tsx", tableFile(spec)]);
  if (hasOverview) files.push(["overview.tsx", overviewFile(spec)]);
  if (chartsOf(spec).length > 0) files.push(["figures.ts", figuresFile(spec)]);
  if (spec.samples === "offered") files.push(["samples.ts", samplesFile(spec)]);
  if (spec.samples !== undefined) files.push(["sample-bar.tsx", sampleBarFile(spec)]);
  return files;
}

/** Files of a folder that an app of the demo's may leave behind when its screen changes. */
export const screenFileNames: readonly string[] = [
  "board.tsx",
  "list.tsx",
  "detail.tsx",
  "form.tsx",
  "results.tsx",
  "table.tsx",
  "overview.tsx",
  "figures.ts",
  "samples.ts",
  "sample-bar.tsx",
];
