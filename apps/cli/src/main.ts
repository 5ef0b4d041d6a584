#!/usr/bin/env node
import { ConfigurationError } from "@second/contracts/configuration";
import { doctor } from "./doctor/doctor.ts";
import { exitCodes, parseOptions, UsageError } from "./options.ts";
import { start } from "./start.ts";
import { status } from "./status.ts";
import { stop } from "./stop.ts";
import { printError, usage } from "./text.ts";

const commands = { start, dev: start, status, stop, doctor };

async function main(): Promise<number> {
  const [name = "help", ...rest] = process.argv.slice(2);
  if (name === "help" || name === "--help") {
    process.stdout.write(usage);
    return exitCodes.done;
  }
  if (!Object.hasOwn(commands, name)) throw new UsageError(`There is no command \`${name}\`.`);
  const command = name as keyof typeof commands; // checked above
  return commands[command](parseOptions(command, rest), command === "dev" ? "dev" : "start");
}

try {
  process.exitCode = await main();
} catch (error) {
  printError(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`);
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof ConfigurationError ? exitCodes.badConfiguration : exitCodes.failed;
}
