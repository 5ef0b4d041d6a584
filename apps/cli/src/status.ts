import { readConfig } from "./config.ts";
import { exitCodes, type Options } from "./options.ts";
import { askReadiness } from "./readiness.ts";
import { readHolder, readRunFile } from "./running.ts";
import { printLine } from "./text.ts";

/** Says what runs on this data, and how ready it is. */
export async function status(options: Options): Promise<number> {
  const { dataDirectory } = readConfig();
  const holder = readHolder(dataDirectory);
  if (!holder) {
    printLine(options.json ? JSON.stringify({ running: false }) : "Second does not run on this data.");
    return exitCodes.notRunning;
  }
  const run = readRunFile(dataDirectory);
  const { version, checks } = run
    ? await askReadiness(run.webUrl)
    : { version: null, checks: { web: "starting" } };
  const facts = { running: true, ...holder, ...run, version, checks: checks ?? { web: "no answer" } };
  if (options.json) printLine(JSON.stringify(facts));
  else {
    printLine(`Second ${version ?? ""} runs at ${holder.url}`.replace("  ", " "));
    printLine(`  process: ${holder.pid}${run ? `, since ${run.startedAt}` : ""}`);
    for (const [name, state] of Object.entries(facts.checks)) printLine(`  ${name}: ${state}`);
  }
  return exitCodes.done;
}
