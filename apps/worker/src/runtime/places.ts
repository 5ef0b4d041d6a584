import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RuntimePlace, RuntimeProcess } from "@second/agents";
import { Problem } from "@second/contracts";
import { removeTree } from "../files/index.ts";
import type { Gateway } from "../gateway/index.ts";
import type { Breach, Mount, Sandbox, SandboxedProcess, SpawnLimits } from "../sandbox/index.ts";

/** Makes the places in which runtimes run: jailed, with a home of their own and a door of the model gateway. */
export interface Places {
  /** Throws `runtime.not_installed`, `sandbox.missing`, `system.disk_full`. */
  open(input: {
    workspacePath: string;
    runtimeId: string;
    dependencies: Mount | null;
  }): Promise<RuntimePlace>;
}

/** [SBX-3]; a command's time leaves the runtime a moment to end it by itself and tell the agent. */
const runtimeLimits: SpawnLimits = {
  residentBytesMax: 2 * 1024 ** 3,
  processesMax: 512,
  durationMsMax: null,
  commandMsMax: 5 * 60_000 + 10_000,
};

const breaches: Record<Breach, string> = {
  memory: "The agent used more than 2 GB of memory and was ended.",
  processes: "The agent started more than 512 processes and was ended.",
  duration: "The agent took too long and was ended.",
};

export function createPlaces(options: {
  sandbox: Sandbox;
  gateway: Gateway;
  /** Where homes are made; only this worker's user may look inside. */
  homesDirectory: string;
  /** The runtime's program on this machine; null when it is missing. */
  programPath: () => Promise<string | null>;
  limits?: SpawnLimits;
}): Places {
  const { sandbox, gateway, homesDirectory, limits = runtimeLimits } = options;
  return {
    async open({ workspacePath, runtimeId, dependencies }) {
      const programPath = await options.programPath();
      if (programPath === null) throw new Problem("runtime.not_installed");
      const home = join(homesDirectory, randomUUID());
      await mkdir(home, { mode: 0o700 });
      const door = await gateway.open(runtimeId);
      const program: Mount = { source: programPath, target: "/opt/agent/claude" };
      const homeMount: Mount = { source: home, target: "/home/agent" };
      const socket: Mount = { source: door.socketPath, target: "/run/gateway.sock" };
      let running: SandboxedProcess | null = null;

      return {
        command: sandbox.inside(program),
        workspacePath: sandbox.workspaceInside(workspacePath),
        home: { path: home, pathInside: sandbox.inside(homeMount) },
        env: await door.environment(sandbox.inside(socket)),
        assignTurn: door.assignTurn,
        spawn({ command, args, env }) {
          running = sandbox.spawn({
            command,
            args,
            env,
            mounts: {
              readOnly: dependencies === null ? [program] : [program, dependencies],
              writable: [homeMount, socket],
            },
            workspacePath,
            network: "none",
            limits,
          });
          return asRuntimeProcess(running);
        },
        async close() {
          running?.kill();
          await running?.ended;
          await door.close();
          await removeTree(home);
        },
      };
    },
  };
}

function asRuntimeProcess(process: SandboxedProcess): RuntimeProcess {
  return {
    pid: process.pid,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    kill: process.kill,
    ended: process.ended.then(({ exitCode, signal, breach, startError }) => ({
      exitCode,
      signal,
      reason: breach ? breaches[breach] : (startError?.message ?? null),
    })),
  };
}
