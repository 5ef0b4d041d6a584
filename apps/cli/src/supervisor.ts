import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { ask } from "./ask.ts";
import { endGroup } from "./end-group.ts";

export interface ProcessPlan {
  name: string;
  command: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Answers 200 once the process is ready. */
  readyUrl: string;
}

export interface Times {
  /** So many deaths within so long end everything. */
  deathsMax: number;
  deathsWithinMs: number;
  /** Before the first restart; each following wait doubles, up to the longest. */
  firstWaitMs: number;
  longestWaitMs: number;
}

interface Options {
  onLine: (name: string, line: string) => void;
  onRestart: (name: string, waitMs: number) => void;
  /** A process died too often, or with an exit code that no restart mends: everything stops with its last lines. */
  onFatal: (name: string, code: number, lastLines: string[]) => void;
  times?: Times;
}

/** Keeps one process running until it is told to stop. */
export interface Supervised {
  launch(): void;
  /** Its process's number; null while it does not run. */
  readonly pid: number | null;
  /** Resolves once the process is ready; rejects when `patienceMs` is over, or it is told to stop before. */
  ready(patienceMs: number): Promise<void>;
  /** Asks it to finish; kills it when `patienceMs` is over. */
  stop(patienceMs: number): Promise<void>;
  /** Ends it at once, with all that belongs to it. */
  kill(): void;
}

const defaultTimes: Times = {
  deathsMax: 5,
  deathsWithinMs: 5 * 60_000,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
};
/** Bad configuration, and a directory in use: the same again would end the same. */
const hopeless = [78, 75];
const linesKept = 20;
const lastWordsMs = 250;

export function supervise(plan: ProcessPlan, options: Options): Supervised {
  const times = options.times ?? defaultTimes;
  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isStopping = false;
  let diedAt: number[] = [];
  const lastLines: string[] = [];

  function hear(line: string): void {
    lastLines.push(line);
    if (lastLines.length > linesKept) lastLines.shift();
    options.onLine(plan.name, line);
  }

  function launch(): void {
    // Its own process group: a Ctrl-C reaches us alone. Its standard input ends when we die, and so does it.
    const started = spawn(plan.command, plan.args, {
      env: plan.environment,
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    child = started;
    readLines(started.stdout, hear);
    readLines(started.stderr, hear);
    ended = new Promise((resolve) => {
      started.once("error", (error) => hear(error.message));
      started.once("close", () => resolve());
      started.once("exit", () => {
        endGroup(started);
        // What it left behind elsewhere may hold its output open; its last words take no longer than this.
        setTimeout(resolve, lastWordsMs).unref();
      });
    });
    void ended.then(() => {
      child = null;
      if (!isStopping) afterDeath(started.exitCode ?? 1);
    });
  }

  function afterDeath(code: number): void {
    const now = Date.now();
    diedAt = [...diedAt.filter((at) => now - at < times.deathsWithinMs), now];
    if (hopeless.includes(code) || diedAt.length >= times.deathsMax) {
      options.onFatal(plan.name, code, lastLines);
      return;
    }
    const waitMs = Math.min(times.firstWaitMs * 2 ** (diedAt.length - 1), times.longestWaitMs);
    options.onRestart(plan.name, waitMs);
    timer = setTimeout(launch, waitMs);
  }

  return {
    launch,
    get pid() {
      return child?.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null;
    },
    async ready(patienceMs) {
      const giveUpAt = Date.now() + patienceMs;
      while ((await ask(plan.readyUrl, 1_000))?.status !== 200) {
        if (isStopping) throw new Error(`${plan.name} was stopped.`);
        if (Date.now() > giveUpAt)
          throw new Error([`${plan.name} did not become ready.`, ...lastLines].join("\n"));
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async stop(patienceMs) {
      isStopping = true;
      if (timer) clearTimeout(timer);
      const running = child;
      if (!running) return;
      running.kill("SIGTERM");
      const killer = setTimeout(() => endGroup(running), patienceMs);
      await ended;
      clearTimeout(killer);
    },
    kill() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      if (child) endGroup(child);
    },
  };
}

function readLines(stream: Readable, hear: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(hear);
  });
  stream.on("end", () => {
    if (rest !== "") hear(rest);
  });
}
