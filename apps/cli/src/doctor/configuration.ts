import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { CommandConfig } from "../config.ts";
import { generatedKeys } from "../data-directory.ts";
import { knownNames } from "../known-names.ts";
import { processPlans } from "../process-plans.ts";
import type { ProcessPlan } from "../supervisor.ts";
import { unknownVariables } from "../unknown-variables.ts";
import { type Check, fail, ok, warn } from "./check.ts";

export function checkUnknownNames({ environment }: CommandConfig): Check[] {
  return unknownVariables(environment, knownNames).map((sentence) =>
    warn("configuration", sentence, "Rename or remove it."),
  );
}

/** Lets both processes read their variables, without starting them. */
export async function checkConfiguration(config: CommandConfig): Promise<Check[]> {
  const { web, worker } = processPlans({
    config,
    data: { path: config.dataDirectory, keyFiles: keyFiles(config) },
    mode: "start",
    addresses: {
      host: config.host,
      webPort: config.webPort ?? 3000,
      workerPort: config.workerPort ?? 3001,
    },
  });
  const faults = (await Promise.all([faultsOf(web), faultsOf(worker)])).flat();
  // Both read some of the variables: each fault is told once.
  const told = [...new Set(faults)];
  if (told.length === 0) return [ok("configuration", "every variable can be used")];
  return told.map((fault) => fail("configuration", fault, "Correct it, then look again."));
}

/** Long enough, and never used: stands in for a key that the first start will make. */
const unmadeKey = "0123456789abcdefghijklmnopqrstuvwxyz";

function keyFiles({ environment, dataDirectory }: CommandConfig): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const [name, path] of Object.entries(generatedKeys(dataDirectory))) {
    if (environment[name] || environment[`${name}_FILE`]) continue;
    if (existsSync(path)) keys[`${name}_FILE`] = path;
    else keys[name] = unmadeKey;
  }
  return keys;
}

/** The lines a process prints about its variables: none when it can use them all. */
function faultsOf(plan: ProcessPlan): Promise<string[]> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(plan.command, [...plan.args, "check"], {
      env: plan.environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", (error) => resolve([error.message]));
    child.once("close", (code) => {
      const lines = output.split("\n").filter((line) => line.startsWith("  "));
      if (code === 0) resolve([]);
      else
        resolve(
          lines.length > 0
            ? lines.map((line) => line.trim())
            : [`${plan.name} could not be asked: ${output}`],
        );
    });
  });
}
