import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readHolder, writeAtomically } from "./running.ts";

/** What tools in a clone read about the instance that was started from it. */
export interface Announcement {
  url: string;
  webPort: number;
  workerPort: number;
  dataDirectory: string;
  mode: string;
  startedAt: string;
}

const pathIn = (clone: string) => join(clone, ".second-dev.txt");

/**
 * Writes `.second-dev.txt`, `key=value` a line. An instance of this clone that lives on other data keeps its file.
 * False where the clone cannot be written.
 */
export function announce(clone: string, facts: Announcement): boolean {
  if (isLiving(clone)) return true;
  const lines = {
    url: facts.url,
    web_port: facts.webPort,
    worker_port: facts.workerPort,
    data_dir: facts.dataDirectory,
    pid: process.pid,
    mode: facts.mode,
    started_at: facts.startedAt,
  };
  const content = Object.entries(lines).map(([key, value]) => `${key}=${value}\n`);
  try {
    writeAtomically(pathIn(clone), content.join(""));
    return true;
  } catch {
    return false;
  }
}

/** Removes the file again, if it speaks of this process. */
export function withdraw(clone: string): void {
  if (read(clone).pid === String(process.pid)) rmSync(pathIn(clone), { force: true });
}

function isLiving(clone: string): boolean {
  const { pid, data_dir } = read(clone);
  const holder = data_dir === undefined ? null : readHolder(data_dir);
  return holder !== null && holder.pid !== process.pid && String(holder.pid) === pid;
}

function read(clone: string): Record<string, string | undefined> {
  if (!existsSync(pathIn(clone))) return {};
  const lines = readFileSync(pathIn(clone), "utf8").split("\n").filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
}
