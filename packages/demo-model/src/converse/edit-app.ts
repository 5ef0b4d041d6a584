import { applyEdit } from "../edits/edit.ts";
import { type EditRequest, parseEdits } from "../edits/parse-edits.ts";
import type { AppSpec } from "../spec/app-spec.ts";
import { capitalised, listed } from "../spec/words.ts";
import { featureFiles } from "../write/files.ts";
import { readModel } from "../write/model-file.ts";
import { type Block, find, read, text, toolNames } from "./blocks.ts";
import { finish } from "./finish.ts";
import type { History } from "./history.ts";
import { introduced } from "./introduce.ts";
import { appPath, modelOf, ownFiles, type Planned, type Project, planEdit, projectOf } from "./project.ts";
import { contentOf, foundPaths, isSame } from "./read-files.ts";
import { abilities, refuseEdit, refuseFix } from "./refusals.ts";
import type { Transcript } from "./transcript.ts";

/** Changes the app that stands. Null when there is none of the demo's in the working directory. */
export function editApp(transcript: Transcript, history: History): Block[] | null {
  const { current, folder } = transcript;
  const refusedFix = refuseFix(current.said);
  if (refusedFix) return [text(introduced(refusedFix, history))];
  const request = parseEdits(current.said);
  if (request.edits.length === 0 && !request.undo) return [text(introduced(refusalOf(request), history))];
  const found = foundPaths(current.calls, folder);
  if (!current.calls.some(({ name }) => name === toolNames.find)) {
    return [text(introduced("I look at the app first.", history)), find(folder, "src/features/*/*")];
  }
  if (found === null) return [];
  const own = ownFiles(found);
  if (own.length === 0) return null;
  const paths = [appPath, ...own];
  const unread = paths.filter(
    (path) => !current.calls.some((call) => call.input.file_path === `${folder}/${path}`),
  );
  if (unread.length > 0) return unread.map((path) => read(`${folder}/${path}`));
  const project = projectOf(transcript, paths);
  const before = modelOf(project);
  if (before === null)
    return [text("model.json stopped me: it is not as I wrote it, so I cannot tell what the app is.")];
  return request.undo
    ? undoEdit(transcript, project, before)
    : makeEdits({ request, transcript, project, before });
}

const refusalOf = ({ unknown }: EditRequest): string => refuseEdit(unknown[0] ?? "");

interface Editing {
  request: EditRequest;
  transcript: Transcript;
  project: Project;
  before: AppSpec;
}

function makeEdits({ request, transcript, project, before }: Editing): Block[] {
  let after = before;
  const did: string[] = [];
  const notes: string[] = [];
  for (const edit of request.edits) {
    const applied = applyEdit(after, edit);
    if (applied.kind === "refused") notes.push(applied.reason);
    else {
      after = applied.spec;
      did.push(applied.did);
    }
  }
  notes.push(...request.unknown.map(refuseEdit));
  if (did.length === 0) return [text(notes.join(" "))];
  const planned = planEdit(project, before, after);
  if (planned.kind === "stopped") return [text(stoppedBy(planned))];
  const closing = [`I ${listed(did)}.`, ...notes].join(" ");
  const job = { work: planned.work, spec: after, project, summary: capitalised(listed(did)), closing };
  return finish(job, transcript);
}

const stoppedBy = ({ path, reason }: Extract<Planned, { kind: "stopped" }>): string =>
  `${path} stopped me: ${reason}, so I changed nothing. ${abilities.replace("I can", "Where files are as I wrote them, I can")}.`;

/** Takes back the demo's own last edit while its files are still as it wrote them. */
function undoEdit(transcript: Transcript, project: Project, current: AppSpec): Block[] {
  const platform = "“Undo this turn” on my message takes it back";
  const before = specBeforeLastEdit(transcript);
  if (before === null) return [text(`${platform}; I have no edit of my own here to reverse.`)];
  const changed = [...featureFiles(current)].find(
    ([path, content]) => !isSame(project.get(path) ?? "", content),
  )?.[0];
  if (changed !== undefined)
    return [text(`${platform}; I cannot reverse it myself, because ${changed} was changed since.`)];
  const planned = planEdit(project, current, before);
  if (planned.kind === "stopped")
    return [text(`${platform}; ${planned.path} stopped me: ${planned.reason}.`)];
  const closing = `${platform} as well; I reversed my last edit, and the app is as it was before.`;
  const job = {
    work: planned.work,
    spec: before,
    project,
    summary: "Reversed the last edit",
    closing,
  };
  return finish(job, transcript);
}

/** What `model.json` held before the newest turn in which the demo edited the app; null without such a turn. */
function specBeforeLastEdit({ turns, current }: Transcript): AppSpec | null {
  for (const turn of turns.toReversed()) {
    const write = turn.calls.find((call) => call.name === toolNames.write && isModel(call.input.file_path));
    if (turn === current || !write) continue;
    const content = contentOf(turn.calls, String(write.input.file_path));
    return content === null ? null : readModel(content);
  }
  return null;
}

const isModel = (path: unknown): boolean => typeof path === "string" && path.endsWith("/model.json");
