import { join } from "node:path";
import { announce, withdraw } from "./announce.ts";
import { type CommandConfig, readConfig } from "./config.ts";
import { type DataDirectory, prepareDataDirectory } from "./data-directory.ts";
import { onInterrupt } from "./interrupts.ts";
import { knownNames } from "./known-names.ts";
import { openLogFile } from "./log-file.ts";
import { logLine } from "./log-line.ts";
import { openBrowser } from "./open-browser.ts";
import { exitCodes, type Options } from "./options.ts";
import { choosePort } from "./ports.ts";
import { prepareTemplate } from "./prepare-template.ts";
import { type Plans, processPlans } from "./process-plans.ts";
import { claimDirectory, type Holder, readHolder, releaseDirectory, writeRunFile } from "./running.ts";
import { type Supervised, supervise } from "./supervisor.ts";
import { printError, printLine } from "./text.ts";
import { unknownVariables } from "./unknown-variables.ts";

const readyPatienceMs = 60_000;
const drainPatienceMs = 40_000;

type Mode = "start" | "dev";

/** Starts web and worker and stays with them until a signal. */
export async function start(options: Options, mode: Mode): Promise<number> {
  const config = readConfig();
  for (const sentence of unknownVariables(config.environment, knownNames)) printError(sentence);
  const running = readHolder(config.dataDirectory);
  if (running) return refuse(running);

  const data = prepareDataDirectory(
    config.dataDirectory,
    config.environment,
    !(config.isProduction && config.usesMongo),
  );
  const host = options.host ?? config.host;
  const webPort = await choosePort({
    asked: options.port ?? config.webPort,
    from: 3000,
    host,
    askedWith: "--port or WEB_PORT",
  });
  const workerPort = await choosePort({
    asked: config.workerPort,
    from: 3001,
    host: "127.0.0.1",
    askedWith: "WORKER_PORT",
  });
  const addresses = { host, webPort, workerPort };
  const plans = processPlans({ config, data, mode, addresses });
  const other = claimDirectory(data.path, plans.url);
  if (other) return refuse(other);
  try {
    return await run({ config, data, mode, options, plans, addresses });
  } finally {
    releaseDirectory(data.path);
    if (config.cloneDirectory) withdraw(config.cloneDirectory);
  }
}

function refuse(holder: Holder): number {
  printError(`Second already runs on this data at ${holder.url} (process ${holder.pid}).`);
  return exitCodes.failed;
}

/** From the first launch to the end of both processes; the exit code. */
async function run(input: {
  config: CommandConfig;
  data: DataDirectory;
  mode: Mode;
  options: Options;
  plans: Plans;
  addresses: { webPort: number; workerPort: number };
}): Promise<number> {
  const { config, data, mode, options, plans, addresses } = input;
  const began = performance.now();
  const log = openLogFile(join(data.path, "logs"));
  const isEnding = new AbortController();
  let end: (code: number) => void = () => undefined;
  const ending = new Promise<number>((resolve) => {
    end = (code) => {
      isEnding.abort();
      resolve(code);
    };
  });
  const both: Supervised[] = [plans.worker, plans.web].map((plan) =>
    supervise(plan, {
      onLine: (name, line) => {
        if (line.trim() === "") return;
        log.write(logLine(name, line, new Date()));
        if (mode === "dev") printLine(`${name.padEnd(6)} ${line}`);
      },
      onRestart: (name, waitMs) =>
        printError(`${name} ended unexpectedly; it starts again in ${waitMs / 1000} s.`),
      onFatal: (name, code, lastLines) => {
        printError([`${name} cannot run.`, ...lastLines].join("\n"));
        end(code === exitCodes.badConfiguration ? code : exitCodes.failed);
      },
    }),
  );
  const ignore = onInterrupt({
    first: () => {
      printLine("Finishing what runs. Press Ctrl-C again to end at once.");
      end(exitCodes.done);
    },
    second: () => {
      printLine("Ending at once.");
      for (const each of both) each.kill();
    },
  });

  try {
    for (const each of both) each.launch();
    const allReady = Promise.all([
      ...both.map((each) => each.ready(readyPatienceMs)),
      prepareTemplate({ config, dataDirectory: data.path, signal: isEnding.signal }),
    ]);
    const outcome = await Promise.race([
      ending,
      allReady.then(
        () => "ready" as const,
        (error: unknown) => {
          if (!isEnding.signal.aborted) printError(error instanceof Error ? error.message : String(error));
          end(exitCodes.failed);
          return ending;
        },
      ),
    ]);
    if (outcome === "ready" && !isEnding.signal.aborted) {
      const { url } = plans;
      const startedAt = new Date().toISOString();
      writeRunFile(data.path, {
        ...addresses,
        url,
        webUrl: plans.webUrl,
        workerUrl: plans.workerUrl,
        mode,
        startedAt,
      });
      const facts = { url, ...addresses, dataDirectory: data.path, mode, startedAt };
      if (config.cloneDirectory && !announce(config.cloneDirectory, facts))
        printError(
          `${config.cloneDirectory} cannot be written, so .second-dev.txt does not tell of this instance.`,
        );
      printLine(`\n  Second is ready at ${url}  (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
      if (options.open) openBrowser(url, config.environment);
    }

    return await ending;
  } finally {
    await Promise.all(both.map((each) => each.stop(drainPatienceMs)));
    ignore();
    log.close();
  }
}
