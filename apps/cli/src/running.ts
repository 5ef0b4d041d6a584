import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who holds a data directory, from before its processes start until they have ended. */
export interface Holder {
  pid: number;
  /** Tells the process from a later one with the same number; null where the system does not say. */
  pidSince: string | null;
  url: string;
}

/** What is known of the instance once it is ready. */
export interface RunFile extends Holder {
  webPort: number;
  workerPort: number;
  /** Where this machine reaches web and worker. */
  webUrl: string;
  workerUrl: string;
  mode: string;
  startedAt: string;
}

const holderPath = (dataDirectory: string) => join(dataDirectory, "run", "holder.json");
const runPath = (dataDirectory: string) => join(dataDirectory, "run", "second.json");

/** Notes us as the directory's holder. Returns another that lives, and then changes nothing. */
export function claimDirectory(dataDirectory: string, url: string): Holder | null {
  const path = holderPath(dataDirectory);
  for (;;) {
    const other = readHolder(dataDirectory);
    if (other) return other;
    rmSync(path, { force: true });
    try {
      writeFileSync(path, JSON.stringify(thisProcess(url)), { mode: 0o600, flag: "wx" });
      return null;
    } catch (error) {
      // Another start was quicker: look who it is.
      if (!existsSync(path)) throw error;
    }
  }
}

/** Who holds a directory, or null; a process that is gone holds nothing. */
export const readHolder = (dataDirectory: string): Holder | null => readLiving(holderPath(dataDirectory));

/** The instance of a directory that is ready, or null. */
export const readRunFile = (dataDirectory: string): RunFile | null => readLiving(runPath(dataDirectory));

export function writeRunFile(
  dataDirectory: string,
  run: Omit<RunFile, keyof Holder> & { url: string },
): void {
  writeAtomically(runPath(dataDirectory), JSON.stringify({ ...thisProcess(run.url), ...run }));
}

/** Lets go of the directory, if it is ours. */
export function releaseDirectory(dataDirectory: string): void {
  for (const path of [runPath(dataDirectory), holderPath(dataDirectory)])
    if (readLiving<Holder>(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** Writes a file so that a reader sees the old or the new one, never a part. */
export function writeAtomically(path: string, content: string): void {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, content, { mode: 0o600 });
  renameSync(fresh, path);
}

/** Whether the process that wrote these facts still lives. */
export function isAlive({ pid, pidSince }: Pick<Holder, "pid" | "pidSince">): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const since = sinceOf(pid);
  return pidSince === null || since === null || pidSince === since;
}

const thisProcess = (url: string): Holder => ({ pid: process.pid, pidSince: sinceOf(process.pid), url });

/** When a process began, in the system's own count (proc(5), field 22). Null where there is no `/proc`. */
function sinceOf(pid: number): string | null {
  try {
    const facts = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name comes second, in brackets, and may hold anything.
    return facts.slice(facts.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function readLiving<T extends Holder>(path: string): T | null {
  try {
    const facts = JSON.parse(readFileSync(path, "utf8")) as T; // written by this file alone
    return isAlive(facts) ? facts : null;
  } catch {
    return null;
  }
}
