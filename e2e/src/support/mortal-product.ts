import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../../../apps/cli/src/config.ts";
import { prepareDataDirectory } from "../../../apps/cli/src/data-directory.ts";
import { choosePort } from "../../../apps/cli/src/ports.ts";
import { prepareTemplate } from "../../../apps/cli/src/prepare-template.ts";
import { processPlans } from "../../../apps/cli/src/process-plans.ts";
import { type Supervised, supervise, type Times } from "../../../apps/cli/src/supervisor.ts";
import { ownEnvironment } from "./own-environment.ts";
import { leaveRemains } from "./remains.ts";

export type ProcessName = "web" | "worker";

/** The product as the command runs it, except that a death costs less time and that no number of deaths is too many. */
export interface MortalProduct {
  url: string;
  dataDirectory: string;
  /** Sends a signal, `SIGKILL` unless told, to the processes that live under these names, or will in a moment. */
  signal(names: readonly ProcessName[], signal?: NodeJS.Signals): Promise<void>;
  /** Ends it as Ctrl-C does, and removes its data, but for its remains, unless told to keep them. */
  stop(options?: { keep: boolean }): Promise<void>;
}

const undying: Times = {
  deathsMax: Number.POSITIVE_INFINITY,
  deathsWithinMs: 0,
  firstWaitMs: 100,
  longestWaitMs: 100,
};
const patienceMs = 120_000;

export async function startMortalProduct(
  more: Record<string, string> = {},
  options: { dataDirectory?: string; times?: Times } = {},
): Promise<MortalProduct> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), "second-faults-"));
  const environment = { ...ownEnvironment(), SECOND_DATA_DIR: dataDirectory, ...more };
  const config = readConfig(environment);
  const data = prepareDataDirectory(dataDirectory, environment);
  const { host } = config;
  const addresses = {
    host,
    webPort: await choosePort({ asked: null, from: 3000, host, askedWith: "WEB_PORT" }),
    workerPort: await choosePort({ asked: null, from: 3001, host, askedWith: "WORKER_PORT" }),
  };
  const plans = processPlans({ config, data, mode: "start", addresses });
  const lines: string[] = [];
  const processes = Object.fromEntries(
    (["worker", "web"] as const).map((name) => [
      name,
      supervise(plans[name], {
        times: options.times ?? undying,
        onLine: (_, line) => lines.push(line),
        onRestart: () => undefined,
        onFatal: (_, code) => lines.push(`${name} cannot run: ${code}`),
      }),
    ]),
  ) as Record<ProcessName, Supervised>; // both names are in the list above
  const both = Object.values(processes);
  const end = () => Promise.all(both.map((each) => each.stop(patienceMs)));

  try {
    for (const each of both) each.launch();
    await Promise.all([
      ...both.map((each) => each.ready(patienceMs)),
      prepareTemplate({ config, dataDirectory, signal: new AbortController().signal }),
    ]);
  } catch (error) {
    await end();
    throw new Error(`The product did not start.\n${lines.join("\n")}`, { cause: error });
  }
  return {
    url: plans.url,
    dataDirectory,
    async signal(names, signal = "SIGKILL") {
      for (const name of names) {
        let { pid } = processes[name];
        for (; pid === null; { pid } = processes[name]) await pause(5);
        process.kill(pid, signal);
      }
    },
    stop: async ({ keep } = { keep: false }) => {
      await end();
      if (keep) return;
      await leaveRemains({ dataDirectory, environment: more, output: lines.join("\n") });
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
