import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const marker = "This directory belongs to Second. It is safe to copy while Second is stopped.\n";

/** A generated key, with its file 0600. */
function ensureKey(directory: string, name: string): string {
  const path = join(directory, "secrets", name);
  if (!existsSync(path))
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  const { mode, uid } = statSync(path);
  const isLoose = (mode & 0o077) !== 0;
  const isForeign = process.getuid !== undefined && uid !== process.getuid();
  if (isLoose || isForeign)
    throw new Error(`${path} can be read by others. Make it yours alone: chmod 600 ${path}`);
  return path;
}

export interface DataDirectory {
  path: string;
  /** Files with the generated keys, as `<NAME>_FILE` variables. */
  keyFiles: Record<string, string>;
}

/** Makes the data directory, 0700, with its keys. @throws when it cannot be written, or its keys are exposed. */
export function prepareDataDirectory(path: string, environment: NodeJS.ProcessEnv): DataDirectory {
  for (const name of ["", "store", "blobs", "workspaces", "cache", "secrets", "logs", "run"])
    mkdirSync(join(path, name), { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  if (!existsSync(join(path, "SECOND"))) writeFileSync(join(path, "SECOND"), marker);
  const keyFiles: Record<string, string> = {};
  for (const [variable, name] of [
    ["SECOND_SESSION_SECRET", "session"],
    ["INTERNAL_API_TOKEN", "internal"],
  ] as const)
    if (!environment[variable] && !environment[`${variable}_FILE`])
      keyFiles[`${variable}_FILE`] = ensureKey(path, name);
  return { path, keyFiles };
}

/** What is known of the running instance; its file is removed on stop. */
export interface RunFile {
  pid: number;
  url: string;
  webPort: number;
  workerPort: number;
  mode: string;
  startedAt: string;
}

const runPath = (dataDirectory: string) => join(dataDirectory, "run", "second.json");

/** Writes a file so that a reader sees the old or the new one, never a part. */
export function writeAtomically(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function writeRunFile(dataDirectory: string, run: RunFile): void {
  writeAtomically(runPath(dataDirectory), JSON.stringify(run));
}

export function removeRunFile(dataDirectory: string): void {
  rmSync(runPath(dataDirectory), { force: true });
}

/** The running instance of a data directory, or null; a file whose process is gone counts as none. */
export function readRunFile(dataDirectory: string): RunFile | null {
  try {
    const run = JSON.parse(readFileSync(runPath(dataDirectory), "utf8")) as RunFile; // written above
    return isAlive(run.pid) ? run : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
