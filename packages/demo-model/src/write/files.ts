import { type AppSpec, screenOf } from "../spec/app-spec.ts";
import { boardFile } from "./board-file.ts";
import { drawerFile } from "./drawer-file.ts";
import { fieldsFile } from "./fields-file.ts";
import { filtersFile } from "./filters-file.ts";
import { modelFile } from "./model-file.ts";
import { namesOf } from "./names.ts";
import { pageFile } from "./page-file.ts";
import { typesFile } from "./types-file.ts";
import { viewsFile } from "./views-file.ts";

/** Path → content of every file of a feature. The same spec always gives the same bytes. */
export function featureFiles(spec: AppSpec): Map<string, string> {
  const names = namesOf(spec);
  const folder = `src/features/${names.folder}`;
  const files = new Map([
    [`${folder}/model.json`, modelFile(spec)],
    [`${folder}/types.ts`, typesFile(spec)],
    [`${folder}/fields.ts`, fieldsFile(spec)],
    [`${folder}/views.ts`, viewsFile(spec)],
    [`${folder}/filters.tsx`, filtersFile(spec)],
    [`${folder}/${names.pageFile}.tsx`, pageFile(spec)],
    [`${folder}/${names.drawerFile}.tsx`, drawerFile(spec)],
  ]);
  if (screenOf(spec.layout) === "board") files.set(`${folder}/board.tsx`, boardFile(spec));
  return files;
}
