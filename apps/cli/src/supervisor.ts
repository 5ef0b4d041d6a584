import { type ChildProcess, spawn } from "node:child_process";

export interface ProcessPlan {
  name: string;
  command: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Answers 200 once the process is ready. */
  readyUrl: string;
}

interface Options {
  onLine: (name: string, line: string) => void;
  onRestart: (name: string, waitMs: number) => void;
  /** A process died too often, or at once with bad configuration: everything stops with its last lines. */
  onFatal: (name: string, code: number, lastLines: string[]) => void;
}

const deaths = { max: 5, withinMs: 5 * 60_000 };
const waitMs = { first: 1_000, most: 30_000 };
const badConfiguration = 78;
const directoryInUse = 75;
const linesKept = 20;

/** Keeps one process running until it is told to stop. */
export function supervise(plan: ProcessPlan, options: Options) {
  let child: ChildProcess | null = null;
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let diedAt: number[] = [];
  const lastLines: string[] = [];
  let ended: Promise<void> = Promise.resolve();

  function launch(): void {
    // Its own process group: a Ctrl-C reaches us alone. Its standard input ends when we die, and so does it.
    const started = spawn(plan.command, plan.args, {
      env: plan.environment,
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          lastLines.push(line);
          if (lastLines.length > linesKept) lastLines.shift();
          options.onLine(plan.name, line);
        }
      });
    }
    ended = new Promise((resolve) => {
      started.once("close", (code) => {
        child = null;
        resolve();
        if (!stopping) afterDeath(code ?? 1);
      });
      started.once("error", () => resolve());
    });
  }

  function afterDeath(code: number): void {
    const now = Date.now();
    diedAt = [...diedAt.filter((at) => now - at < deaths.withinMs), now];
    if (code === badConfiguration || code === directoryInUse || diedAt.length >= deaths.max) {
      options.onFatal(plan.name, code, lastLines);
      return;
    }
    const wait = Math.min(waitMs.first * 2 ** (diedAt.length - 1), waitMs.most);
    options.onRestart(plan.name, wait);
    timer = setTimeout(launch, wait);
  }

  return {
    launch,
    /** Resolves once the process is ready; rejects when `patienceMs` is over. */
    async ready(patienceMs: number): Promise<void> {
      const giveUpAt = Date.now() + patienceMs;
      while (!stopping) {
        try {
          if ((await fetch(plan.readyUrl, { signal: AbortSignal.timeout(1_000) })).ok) return;
        } catch {
          // Not listening yet.
        }
        if (Date.now() > giveUpAt)
          throw new Error(`${plan.name} did not become ready. ${lastLines.join("\n")}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    /** Asks it to finish; kills it when `patienceMs` is over. */
    async stop(patienceMs: number): Promise<void> {
      stopping = true;
      if (timer) clearTimeout(timer);
      if (!child) return;
      child.kill("SIGTERM");
      const killer = setTimeout(() => child?.kill("SIGKILL"), patienceMs);
      await ended;
      clearTimeout(killer);
    },
    /** Ends it at once. */
    kill(): void {
      stopping = true;
      child?.kill("SIGKILL");
    },
    pid: () => child?.pid ?? null,
  };
}
