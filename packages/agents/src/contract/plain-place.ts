import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuntimePlace, RuntimeProcess } from "../coding-agent.ts";

/** A place of the test's own: temporary directories, an unjailed process, a model on loopback. */
export async function openPlainPlace(options: {
  command: string;
  env: Readonly<Record<string, string>>;
  onSpawn?: (process: RuntimeProcess) => void;
}): Promise<RuntimePlace> {
  const root = await mkdtemp(join(tmpdir(), "second-place-"));
  const workspacePath = join(root, "workspace");
  const home = join(root, "home");
  await Promise.all([mkdir(workspacePath), mkdir(home)]);
  let running: RuntimeProcess | null = null;
  return {
    command: options.command,
    workspacePath,
    home: { path: home, pathInside: home },
    env: options.env,
    spawn(start) {
      running = spawnPlain(start, workspacePath);
      options.onSpawn?.(running);
      return running;
    },
    assignTurn: () => undefined,
    async close() {
      running?.kill();
      await running?.ended;
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function spawnPlain(
  { command, args, env }: Parameters<RuntimePlace["spawn"]>[0],
  cwd: string,
): RuntimeProcess {
  const child = spawn(command, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"], detached: true });
  child.stdin.on("error", () => undefined);
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: new Promise((resolve) => {
      child.on("error", (error) => resolve({ exitCode: null, signal: null, reason: error.message }));
      child.on("close", (exitCode, signal) => resolve({ exitCode, signal, reason: null }));
    }),
    kill() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      process.kill(-child.pid, "SIGKILL");
    },
  };
}
