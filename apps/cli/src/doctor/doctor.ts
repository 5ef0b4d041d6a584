import { ConfigurationError } from "@second/contracts/configuration";
import { type CommandConfig, readConfig } from "../config.ts";
import { exitCodes, type Options } from "../options.ts";
import { readHolder } from "../running.ts";
import { printLine } from "../text.ts";
import { type Check, fail } from "./check.ts";
import { checkConfiguration, checkUnknownNames } from "./configuration.ts";
import {
  checkBus,
  checkDataDirectory,
  checkDisk,
  checkKeys,
  checkNode,
  checkSandbox,
  checkStore,
} from "./machine.ts";
import { checkPorts, checkRunning } from "./processes.ts";

/** Looks at the machine and changes nothing. A failed check gives exit code 1. */
export async function doctor(options: Options): Promise<number> {
  const checks = await allChecks();
  if (options.json) printLine(JSON.stringify({ checks }));
  else
    for (const { state, name, text, fix } of checks) {
      printLine(`${state.padEnd(5)} ${name.padEnd(14)} ${text}`);
      if (fix) printLine(`${" ".repeat(21)}${fix}`);
    }
  return checks.some(({ state }) => state === "fail") ? exitCodes.failed : exitCodes.done;
}

async function allChecks(): Promise<Check[]> {
  let config: CommandConfig;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [
      checkNode(),
      ...error.faults.map((fault) => fail("configuration", fault, "Correct it, then look again.")),
    ];
  }
  const isRunning = readHolder(config.dataDirectory) !== null;
  return [
    checkNode(),
    ...checkUnknownNames(config),
    ...(await checkConfiguration(config)),
    checkDataDirectory(config),
    checkKeys(config),
    checkDisk(config),
    checkSandbox(config),
    checkStore(config),
    checkBus(),
    ...(isRunning ? await checkRunning(config) : await checkPorts(config)),
  ];
}
