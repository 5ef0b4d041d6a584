import { spawn } from "node:child_process";
import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { readConfig, unknownVariables } from "./config.ts";
import {
  prepareDataDirectory,
  readRunFile,
  removeRunFile,
  writeAtomically,
  writeRunFile,
} from "./data-directory.ts";
import { exitCodes, type Options } from "./options.ts";
import { choosePort } from "./ports.ts";
import { prepareTemplate } from "./prepare-template.ts";
import { processPlans } from "./process-plans.ts";
import { supervise } from "./supervisor.ts";
import { printError, printLine } from "./text.ts";

const readyPatienceMs = 60_000;
const drainPatienceMs = 40_000;

/** Starts web and worker and stays with them until a signal. */
export async function start(options: Options, mode: "start" | "dev"): Promise<number> {
  const config = readConfig();
  for (const sentence of unknownVariables(config.environment)) printError(sentence);
  const running = readRunFile(config.dataDirectory);
  if (running) {
    printError(`Second already runs on this data at ${running.url} (process ${running.pid}).`);
    return exitCodes.failed;
  }
  const data = prepareDataDirectory(config.dataDirectory, config.environment);
  const host = options.host ?? config.host;
  const webPort = await choosePort({ asked: options.port ?? config.webPort, from: 3000, host });
  const workerPort = await choosePort({
    asked: config.workerPort,
    from: 3001,
    host: "127.0.0.1",
    taken: webPort,
  });
  const plans = processPlans({ config, data, mode, host, webPort, workerPort });
  const url = plans.url;

  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const log = createWriteStream(join(data.path, "logs", "second.log"), { flags: "a", mode: 0o600 });
  const keep = [plans.worker, plans.web].map((plan) =>
    supervise(plan, {
      onLine: (_, line) => log.write(`${line}\n`),
      onRestart: (name, waitMs) =>
        printError(`${name} ended unexpectedly; it starts again in ${waitMs / 1000} s.`),
      onFatal: (name, code, lastLines) => {
        printError(`${name} cannot run.\n${lastLines.join("\n")}`);
        finish(code === exitCodes.badConfiguration ? code : exitCodes.failed);
      },
    }),
  );

  let draining = false;
  const onSignal = () => {
    if (draining) {
      printLine("Ending at once.");
      for (const each of keep) each.kill();
    } else printLine("Finishing what runs. Press Ctrl-C again to end at once.");
    draining = true;
    finish(exitCodes.done);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);

  const began = performance.now();
  for (const each of keep) each.launch();
  const prepared = prepareTemplate(config, data.path);
  void Promise.all([...keep.map((each) => each.ready(readyPatienceMs)), prepared])
    .then(() => {
      if (draining) return;
      announce({ config, data: data.path, url, webPort, workerPort, mode });
      printLine(`\n  Second is ready at ${url}  (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
      if (options.open) openBrowser(url, config.environment);
    })
    .catch((error: unknown) => {
      printError(error instanceof Error ? error.message : String(error));
      finish(exitCodes.failed);
    });

  const code = await finished;
  await Promise.all(keep.map((each) => each.stop(drainPatienceMs)));
  removeRunFile(data.path);
  if (config.cloneDirectory) rmSync(join(config.cloneDirectory, ".second-dev.txt"), { force: true });
  log.end();
  return code;
}

function announce(run: {
  config: ReturnType<typeof readConfig>;
  data: string;
  url: string;
  webPort: number;
  workerPort: number;
  mode: string;
}): void {
  const startedAt = new Date().toISOString();
  const { url, webPort, workerPort, mode } = run;
  writeRunFile(run.data, { pid: process.pid, url, webPort, workerPort, mode, startedAt });
  if (!run.config.cloneDirectory) return;
  const facts = {
    url,
    web_port: webPort,
    worker_port: workerPort,
    data_dir: run.data,
    pid: process.pid,
    mode,
    started_at: startedAt,
  };
  const lines = Object.entries(facts).map(([key, value]) => `${key}=${value}\n`);
  writeAtomically(join(run.config.cloneDirectory, ".second-dev.txt"), lines.join(""));
}

/** Best effort: a machine without a desktop has no browser to open. */
function openBrowser(url: string, environment: NodeJS.ProcessEnv): void {
  if (
    environment.CI ||
    (process.platform === "linux" && !environment.DISPLAY && !environment.WAYLAND_DISPLAY)
  )
    return;
  const command =
    process.platform === "darwin" ? "open" : process.platform === "win32" ? "explorer" : "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
