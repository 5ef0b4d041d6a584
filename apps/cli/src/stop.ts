import { readConfig } from "./config.ts";
import { exitCodes, type Options } from "./options.ts";
import { isAlive, readHolder } from "./running.ts";
import { printError, printLine } from "./text.ts";

/** Lets running work finish, then ends both processes. */
export async function stop(options: Options): Promise<number> {
  const holder = readHolder(readConfig().dataDirectory);
  if (!holder) {
    printLine("Second does not run on this data.");
    return exitCodes.notRunning;
  }
  process.kill(holder.pid, "SIGTERM");
  const giveUpAt = Date.now() + options.timeoutSeconds * 1000;
  while (Date.now() < giveUpAt) {
    if (!isAlive(holder)) {
      printLine("Stopped.");
      return exitCodes.done;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  printError(
    `Still finishing after ${options.timeoutSeconds} s. Ask again, or end process ${holder.pid} yourself.`,
  );
  return exitCodes.failed;
}
