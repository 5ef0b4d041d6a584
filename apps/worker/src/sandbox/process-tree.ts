import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** Process group; a group outlives its leader and keeps orphans findable. */
  group: number;
  residentBytes: number;
  /** Tells two processes with one pid apart and orders them by age. */
  startTicks: number;
}

const hasProc = existsSync("/proc/self/stat");
const pageBytes = 4096;

/** All processes of this machine; an empty list when it does not tell. */
export async function readProcesses(): Promise<ProcessEntry[]> {
  if (!hasProc) return parsePs(await runPs());
  const entries: ProcessEntry[] = [];
  // One after another on purpose: a sweep must not fill the thread pool that blobs and builds use.
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const entry = parseStat(await readFile(`/proc/${name}/stat`, "latin1").catch(() => ""));
    if (entry) entries.push(entry);
  }
  return entries;
}

/** A line of `/proc/<pid>/stat` (proc(5)); the name in parentheses may hold spaces and parentheses. */
function parseStat(line: string): ProcessEntry | null {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const number = (index: number) => Number(fields[index]);
  if (fields.length < 22) return null;
  return {
    pid: Number.parseInt(line, 10),
    parent: number(1),
    group: number(2),
    startTicks: number(19),
    residentBytes: number(21) * pageBytes,
  };
}

/** Lines of `ps -axo pid=,ppid=,pgid=,rss=`, for systems without `/proc`. */
function parsePs(output: string): ProcessEntry[] {
  return output
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent, group, kibibytes]) =>
      pid && parent !== undefined && group !== undefined && kibibytes !== undefined
        ? [{ pid, parent, group, residentBytes: kibibytes * 1024, startTicks: pid }]
        : [],
    );
}

async function runPs(): Promise<string> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid=,pgid=,rss="]).catch(() => ({
    stdout: "",
  }));
  return stdout;
}

/** The process and all that descend from it or belong to its group, oldest generation first. */
export function treeOf(root: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of all) {
    const siblings = children.get(entry.parent);
    if (siblings) siblings.push(entry);
    else children.set(entry.parent, [entry]);
  }
  const found = new Map<number, ProcessEntry>();
  const queue = all.filter((entry) => entry.pid === root || entry.group === root);
  queue.sort((a, b) => Number(b.pid === root) - Number(a.pid === root));
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    if (found.has(entry.pid)) continue;
    found.set(entry.pid, entry);
    queue.push(...(children.get(entry.pid) ?? []));
  }
  return [...found.values()];
}

/** What a tree really holds: shared pages are counted once where the system tells, else fully. */
export async function proportionalBytes(tree: readonly ProcessEntry[]): Promise<number> {
  let sum = 0;
  for (const entry of tree) {
    const rollup = hasProc ? await readFile(`/proc/${entry.pid}/smaps_rollup`, "latin1").catch(() => "") : "";
    const kibibytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
    sum += kibibytes === undefined ? entry.residentBytes : Number(kibibytes) * 1024;
  }
  return sum;
}

/** Kills a process started in its own group, with everything below it. Synchronous, so it also serves at exit. */
export function killTree(pid: number): void {
  const below = hasProc ? treeOf(pid, readProcessesNow()).filter((entry) => entry.pid !== pid) : [];
  killQuietly(-pid);
  killQuietly(pid);
  for (const entry of below) killQuietly(entry.pid);
}

function readProcessesNow(): ProcessEntry[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const entry = parseStat(readFileSync(`/proc/${name}/stat`, "latin1"));
      return entry ? [entry] : [];
    } catch {
      return []; // It ended while the list was read.
    }
  });
}

/** Someone may have ended already; that is what was wanted. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return;
  }
}
