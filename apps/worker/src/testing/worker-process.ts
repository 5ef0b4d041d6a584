import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** The worker as a process of its own, as a supervisor starts it. */
export interface WorkerProcess {
  child: ChildProcess;
  output: () => string;
  /** The base URL, once it is ready. Rejects when it ends first. */
  ready: Promise<string>;
  ended: Promise<number | null>;
}

export function startWorkerProcess(environment: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, ["--conditions=@second/source", "--import", "tsx", main], {
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", WORKER_PORT: "0", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
        const port = /"event":"worker.ready","port":(\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
      });
    }
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${output}`)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended, output: () => output };
}
