import type { AppSpec } from "../spec/app-spec.ts";
import { appFile } from "../write/app-file.ts";
import { featureFiles, screenFileNames } from "../write/files.ts";
import { readModel } from "../write/model-file.ts";
import type { FileWork } from "./file-work.ts";
import { anchoredEdits } from "./line-changes.ts";
import { contentOf, isSame } from "./read-files.ts";
import type { Transcript } from "./transcript.ts";

export const appPath = "src/app.tsx";

/** An app as it stood when this turn first read it: path → content. */
export type Project = ReadonlyMap<string, string>;

/** The files among these that this turn has read. */
export function projectOf({ current, folder }: Transcript, paths: readonly string[]): Project {
  const files = new Map<string, string>();
  for (const path of paths) {
    const content = contentOf(current.calls, `${folder}/${path}`);
    if (content !== null) files.set(path, content);
  }
  return files;
}

export type Planned = { kind: "work"; work: FileWork[] } | { kind: "stopped"; path: string; reason: string };

const shown = "it shows something that I did not write";
const changed = "someone changed the lines that I need";

/** What turns the template, or what an earlier try left, into the app. */
export function planBuild(project: Project, spec: AppSpec): Planned {
  const app = project.get(appPath);
  const nextApp = app === undefined ? null : appFile(app, spec);
  if (app === undefined || nextApp === null) return { kind: "stopped", path: appPath, reason: shown };
  const files = featureFiles(spec);
  const writes: FileWork[] = [...files]
    .filter(([path, content]) => !isSame(project.get(path) ?? "", content))
    .map(([path, content]) => ({ kind: "write", path, content }));
  const left: FileWork[] = screenFileNames
    .map((name) => `src/features/${spec.collection}/${name}`)
    .filter((path) => project.has(path) && !files.has(path))
    .map((path) => ({ kind: "remove", path }));
  const edits = anchoredEdits(app, nextApp, app) ?? [];
  return {
    kind: "work",
    work: [...writes, ...left, ...edits.map((edit): FileWork => ({ kind: "edit", path: appPath, ...edit }))],
  };
}

/** What turns an app of one spec into that of another. Files that people changed are edited at unique lines only. */
export function planEdit(project: Project, before: AppSpec, after: AppSpec): Planned {
  const [old, next] = [featureFiles(before), featureFiles(after)];
  const work: FileWork[] = [];
  for (const path of new Set([...next.keys(), ...old.keys()])) {
    const steps = planFile({ path, old: old.get(path), next: next.get(path), current: project.get(path) });
    if (steps === null) return { kind: "stopped", path, reason: changed };
    work.push(...steps);
  }
  const app = project.get(appPath);
  const nextApp = app === undefined ? null : appFile(app, after);
  if (app === undefined || nextApp === null) {
    return before.title === after.title
      ? { kind: "work", work }
      : { kind: "stopped", path: appPath, reason: shown };
  }
  const edits = anchoredEdits(app, nextApp, app) ?? [];
  return {
    kind: "work",
    work: [...work, ...edits.map((edit): FileWork => ({ kind: "edit", path: appPath, ...edit }))],
  };
}

interface FileVersions {
  path: string;
  old: string | undefined;
  next: string | undefined;
  current: string | undefined;
}

function planFile({ path, old, next, current }: FileVersions): FileWork[] | null {
  if (next === undefined) {
    if (current === undefined) return [];
    return old !== undefined && isSame(old, current) ? [{ kind: "remove", path }] : null;
  }
  if (current === undefined) return [{ kind: "write", path, content: next }];
  if (isSame(current, next) || (old !== undefined && isSame(old, next))) return [];
  if (old === undefined) return null;
  if (isSame(current, old) || path.endsWith("/model.json")) return [{ kind: "write", path, content: next }];
  const edits = anchoredEdits(old, next, current);
  return edits === null ? null : edits.map((edit) => ({ kind: "edit", path, ...edit }));
}

/** What undoes the work: files as they were read, and new ones removed. */
export function restoring(work: readonly FileWork[], project: Project): FileWork[] {
  return [...new Set(work.map(({ path }) => path))].map((path) => {
    const content = project.get(path);
    return content === undefined ? { kind: "remove", path } : { kind: "write", path, content };
  });
}

/** Of paths below `src/features`, the folder of the demo's own app: the first that holds a `model.json`. */
export function ownFiles(paths: readonly string[]): string[] {
  const model = paths.find((path) => /^src\/features\/[^/]+\/model\.json$/.test(path));
  return model ? paths.filter((path) => path.startsWith(model.slice(0, -"model.json".length))) : [];
}

/** The spec that the app's `model.json` holds; null when there is none to read. */
export function modelOf(project: Project): AppSpec | null {
  const model = [...project].find(([path]) => path.endsWith("/model.json"));
  return model ? readModel(model[1]) : null;
}
