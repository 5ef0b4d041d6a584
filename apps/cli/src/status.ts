import { readConfig } from "./config.ts";
import { readRunFile } from "./data-directory.ts";
import { exitCodes, type Options } from "./options.ts";
import { printLine } from "./text.ts";

/** Says what runs on this data, and how ready it is. */
export async function status(options: Options): Promise<number> {
  const { dataDirectory } = readConfig();
  const run = readRunFile(dataDirectory);
  if (!run) {
    printLine(options.json ? JSON.stringify({ running: false }) : "Second does not run on this data.");
    return exitCodes.notRunning;
  }
  const checks = await readiness(run.webPort);
  if (options.json) printLine(JSON.stringify({ running: true, ...run, ...checks }));
  else {
    printLine(`Second runs at ${run.url} (process ${run.pid}, since ${run.startedAt}).`);
    for (const [name, state] of Object.entries(checks.checks)) printLine(`  ${name}: ${state}`);
  }
  return exitCodes.done;
}

async function readiness(webPort: number): Promise<{ checks: Record<string, string> }> {
  try {
    const response = await fetch(`http://127.0.0.1:${webPort}/api/ready`, {
      signal: AbortSignal.timeout(2_000),
    });
    return (await response.json()) as { checks: Record<string, string> }; // our own web's answer
  } catch {
    return { checks: { web: "no answer" } };
  }
}
