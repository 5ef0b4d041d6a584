import type { Plan } from "@second/contracts";
import { specOfPlan } from "../plan/plan.ts";
import { type AppSpec, type Screen, screenOf } from "../spec/app-spec.ts";
import { namesOf } from "../write/names.ts";
import { type Block, find, read, text, toolNames } from "./blocks.ts";
import { finish } from "./finish.ts";
import type { History } from "./history.ts";
import { introduced } from "./introduce.ts";
import { appPath, ownFiles, planBuild, projectOf } from "./project.ts";
import { foundPaths } from "./read-files.ts";
import type { Transcript } from "./transcript.ts";

/** Builds the app of the approved plan: reads, writes, builds, and says what stands. */
export function buildApp(plan: Plan, transcript: Transcript, history: History): Block[] {
  const { folder, current } = transcript;
  const spec = specOfPlan(plan);
  if (spec === null) {
    return [
      text(
        introduced("I cannot build this plan, because it names no fields: describe the app to me.", history),
      ),
    ];
  }
  const found = foundPaths(current.calls, folder);
  if (!current.calls.some(({ name }) => name === toolNames.find)) {
    const opening = text(introduced("I read the template and then write the app.", history));
    const reads = [read(`${folder}/CLAUDE.md`), read(`${folder}/${appPath}`)];
    return [opening, ...reads, find(folder, "src/features/*/*")];
  }
  if (found === null) return [];
  const paths = [
    appPath,
    ...ownFiles(found).filter((path) => path.startsWith(`src/features/${namesOf(spec).folder}/`)),
  ];
  const unread = paths.filter(
    (path) => !current.calls.some((call) => call.input.file_path === `${folder}/${path}`),
  );
  if (unread.length > 0) return unread.map((path) => read(`${folder}/${path}`));
  const project = projectOf(transcript, paths);
  const planned = planBuild(project, spec);
  if (planned.kind === "stopped") {
    return [
      text(
        `${planned.path} stopped me: ${planned.reason}. Start a new app for this plan, or ask another model.`,
      ),
    ];
  }
  const summary = `${spec.title}: a ${screenOf(spec.layout)} of ${spec.noun.many}`;
  return finish({ work: planned.work, spec, project, summary, closing: closingOf(spec) }, transcript);
}

/** What stands, and what to try next. */
function closingOf(spec: AppSpec): string {
  const screen = screenOf(spec.layout);
  const first = screen === "form" ? `Give the first ${spec.noun.one}` : `Add the first ${spec.noun.one}`;
  return (
    `${spec.title} stands: a ${screen} of ${spec.noun.many} with ${spec.fields.length} fields, search and filters, live for everyone. ` +
    `${first} in the preview, then try ${nextOf[screen]} or “add sample data”.`
  );
}

const nextOf: Readonly<Record<Screen, string>> = {
  table: "“make it a board”",
  board: "“make it a table”",
  list: "“make it a board”",
  form: "“add a comment field”",
  dashboard: "“use a green accent”",
};
