import { readConfig } from "./config.ts";
import { isAlive, readRunFile } from "./data-directory.ts";
import { exitCodes, type Options } from "./options.ts";
import { printError, printLine } from "./text.ts";

/** Lets running work finish, then ends both processes. */
export async function stop(options: Options): Promise<number> {
  const run = readRunFile(readConfig().dataDirectory);
  if (!run) {
    printLine("Second does not run on this data.");
    return exitCodes.notRunning;
  }
  process.kill(run.pid, "SIGTERM");
  const giveUpAt = Date.now() + options.timeoutSeconds * 1000;
  while (Date.now() < giveUpAt) {
    if (!isAlive(run.pid)) {
      printLine("Stopped.");
      return exitCodes.done;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  printError(
    `Still finishing after ${options.timeoutSeconds} s. Ask again, or end process ${run.pid} yourself.`,
  );
  return exitCodes.failed;
}
