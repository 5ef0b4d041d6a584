import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A data directory whose store and blobs lie on a small disk of their own, which only what runs within sees. */
export interface SmallDisk {
  /** Put before a command, it runs within. */
  within: readonly string[];
  /** Leaves no room. */
  fill(): void;
  /** Takes back what `fill` took. */
  free(): void;
  end(): void;
}

const chunk = Buffer.alloc(64 * 1024);

/**
 * Makes the disk in memory, in a mount namespace that a process of ours keeps alive.
 * @throws when this system gives users no namespaces of their own
 */
export async function smallDisk(dataDirectory: string, sizeMib: number): Promise<SmallDisk> {
  for (const name of ["disk", "store", "blobs"])
    mkdirSync(join(dataDirectory, name), { recursive: true, mode: 0o700 });
  const script = `set -e; cd "$0"; mount -t tmpfs -o size=${sizeMib}m tmpfs disk
    for name in store blobs; do mkdir -m 700 "disk/$name"; mount --bind "disk/$name" "$name"; done
    echo ready; exec cat`;
  const keeper = spawn(
    "unshare",
    ["--user", "--map-root-user", "--mount", "sh", "-c", script, dataDirectory],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  await isReady(keeper);
  const filler = join("/proc", String(keeper.pid), "root", dataDirectory, "disk/filler");
  return {
    within: ["nsenter", `--target=${keeper.pid}`, "--user", "--mount", "--preserve-credentials", "--wd=."],
    fill: () => {
      const file = openSync(filler, "w");
      try {
        for (;;) writeSync(file, chunk);
      } catch {
        // There is no room left.
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler),
    end: () => keeper.kill(),
  };
}

function isReady(keeper: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = "";
    keeper.stderr?.on("data", (text) => {
      words += text;
    });
    keeper.once("error", reject);
    keeper.once("close", () => reject(new Error(`A disk of one's own cannot be had here: ${words}`)));
    keeper.stdout?.once("data", () => resolve());
  });
}
