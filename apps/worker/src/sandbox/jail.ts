import { type ChildProcess, spawn } from "node:child_process";
import { Problem, type SandboxReport } from "@second/contracts";
import { type Bwrap, bwrapArguments, dataFiles, findBwrap } from "./bwrap.ts";
import { killQuietly, killTree } from "./process-tree.ts";
import type { Breach, Sandbox, SandboxEnd, SandboxedProcess, SandboxMode, SpawnRequest } from "./sandbox.ts";
import { createWatcher, type Watcher } from "./watcher.ts";

/** How long what a process left behind may hold its streams once it ended; they are then closed without them. */
const leftoversMsMax = 1_000;

/** Probes this machine once and answers the sandbox that the mode asks for. */
export async function createSandbox(config: { mode: SandboxMode; searchPath: string }): Promise<Sandbox> {
  const probe = config.mode === "container" ? null : await findBwrap(config.searchPath);
  const bwrap = probe?.bwrap ?? null;
  const kindWithout = config.mode === "bwrap" ? "missing" : "none";
  const report: SandboxReport =
    probe === null
      ? { kind: "container", reason: null }
      : { kind: bwrap === null ? kindWithout : "bwrap", reason: probe.reason };
  const watcher = createWatcher();
  const running = new Set<SandboxedProcess>();

  return {
    report: () => report,
    isolates: bwrap !== null,
    inside: (mount) => (bwrap === null ? mount.source : mount.target),
    workspaceInside: (workspacePath) => (bwrap === null ? workspacePath : "/workspace"),
    spawn(request) {
      if (report.kind === "missing") {
        throw new Problem("sandbox.missing", report.reason === null ? {} : { detail: report.reason });
      }
      const child = bwrap === null ? spawnPlain(request) : spawnJailed(bwrap, request);
      const started = watch(child, { request, watcher, jailed: bwrap !== null });
      running.add(started);
      void started.ended.then(() => running.delete(started));
      return started;
    },
    close() {
      for (const each of running) each.kill();
    },
  };
}

function spawnPlain(request: SpawnRequest): ChildProcess {
  return spawn(request.command, request.args, {
    cwd: request.workspacePath,
    env: request.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
}

function spawnJailed(bwrap: Bwrap, request: SpawnRequest): ChildProcess {
  const child = spawn(bwrap.path, bwrapArguments(bwrap, request), {
    env: {},
    stdio: ["pipe", "pipe", "pipe", ...dataFiles.map(() => "pipe" as const)],
    detached: true,
  });
  for (const file of dataFiles) {
    const stream = child.stdio.at(file.fd);
    if (stream === null || stream === undefined || !("end" in stream)) continue;
    // bubblewrap may be gone before it read the file; its exit tells that.
    stream.on("error", () => undefined);
    stream.end(file.text);
  }
  return child;
}

function watch(
  child: ChildProcess,
  { request, watcher, jailed }: { request: SpawnRequest; watcher: Watcher; jailed: boolean },
): SandboxedProcess {
  const { stdin, stdout, stderr, pid } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("A child process has no pipes.");
  let breach: Breach | null = null;
  let startError: Error | null = null;
  const kill = () => {
    if (pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(pid);
  };
  const unwatch =
    pid === undefined
      ? () => undefined
      : watcher.watch({
          pid,
          jailed,
          limits: request.limits,
          onBreach: (kind) => {
            breach ??= kind;
            kill();
          },
        });
  const ended = new Promise<SandboxEnd>((resolve) => {
    child.on("error", (error) => {
      startError = error;
      if (pid === undefined) resolve({ exitCode: null, signal: null, breach, startError });
    });
    let closing: NodeJS.Timeout | undefined;
    child.on("exit", () => {
      // A jail ends with its main process; elsewhere what that started would go on.
      if (!jailed && pid !== undefined) killQuietly(-pid);
      closing = setTimeout(() => {
        for (const stream of [stdout, stderr]) stream.destroy();
      }, leftoversMsMax);
    });
    child.on("close", (exitCode, signal) => {
      clearTimeout(closing);
      unwatch();
      resolve({ exitCode, signal, breach, startError });
    });
  });
  // A process that died leaves a closed pipe; its end is told by `ended`.
  stdin.on("error", () => undefined);
  return { pid, stdin, stdout, stderr, ended, kill };
}
