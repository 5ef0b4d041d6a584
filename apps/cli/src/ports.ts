import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./running.ts";

const portsTried = 200;

/**
 * `asked` must be free; otherwise the first free port from `from` on. It stays ours until this process ends: two starts
 * at the same moment get different ones, though neither listens yet.
 * @throws naming the port's user, and how to choose another
 */
export async function choosePort(input: {
  asked: number | null;
  from: number;
  host: string;
  /** How people ask for another, for example `--port or WEB_PORT`. */
  askedWith: string;
}): Promise<number> {
  const { asked, from, host, askedWith } = input;
  if (asked !== null) {
    if (await take(asked, host)) return asked;
    throw new Error(
      `Port ${asked} is in use${userOf(asked)}. End that, or choose another with ${askedWith}.`,
    );
  }
  for (let port = from; port < from + portsTried; port += 1) if (await take(port, host)) return port;
  throw new Error(`No port from ${from} to ${from + portsTried - 1} is free. Choose one with ${askedWith}.`);
}

async function take(port: number, host: string): Promise<boolean> {
  const release = reserve(port);
  if (release === null) return false;
  if (await isPortFree(port, host)) {
    process.once("exit", release);
    return true;
  }
  release();
  return false;
}

/** Whether nothing listens on a port. @throws when this machine has no such address */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
        reject(new Error(`This machine has no address ${host}. Choose another with --host or SECOND_HOST.`));
      else resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Notes in the temporary directory which living process a port is meant for, as a link that points to its number: made
 * and filled in one step. Null when it is another's, or ours already.
 */
function reserve(port: number): (() => void) | null {
  const directory = join(tmpdir(), `second-ports-${process.getuid?.() ?? "all"}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, String(port));
  const release = () => rmSync(path, { force: true });
  const holder = Number(readNote(path));
  if (holder > 0 && isAlive({ pid: holder, pidSince: null })) return null;
  release();
  try {
    symlinkSync(String(process.pid), path);
    return release;
  } catch {
    return null;
  }
}

function readNote(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Who listens on a port, as far as Linux tells; empty elsewhere. */
function userOf(port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  try {
    const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
      readFileSync(file, "utf8").split("\n"),
    );
    const row = rows
      .map((line) => line.trim().split(/\s+/))
      .find((cells) => cells[1]?.endsWith(`:${hex}`) && cells[3] === "0A");
    const socket = `socket:[${row?.[9]}]`;
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsSocket(name, socket));
    return pid ? ` by ${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (process ${pid})` : "";
  } catch {
    // No /proc here, or the process has just ended.
    return "";
  }
}

function holdsSocket(pid: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket);
  } catch {
    // Another user's process: not ours to read.
    return false;
  }
}
