import { existsSync, readFileSync } from "node:fs";
import { internalTokenHeader } from "@second/contracts";
import { z } from "zod";
import { ask } from "../ask.ts";
import type { CommandConfig } from "../config.ts";
import { generatedKeys } from "../data-directory.ts";
import { isPortFree } from "../ports.ts";
import { askReadiness } from "../readiness.ts";
import { readRunFile } from "../running.ts";
import { type Check, fail, ok, warn } from "./check.ts";

const patienceMs = 5_000;
const runtimesSchema = z.object({
  runtimes: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      version: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Ports that were asked for; any other would be replaced by the next free one. */
export async function checkPorts({ host, webPort, workerPort }: CommandConfig): Promise<Check[]> {
  const asked = [
    { name: "WEB_PORT", port: webPort, host },
    { name: "WORKER_PORT", port: workerPort, host: "127.0.0.1" },
  ];
  const checks: Check[] = [warn("processes", "Second does not run on this data", "Start it: npm start")];
  for (const { name, port, host: address } of asked)
    if (port !== null && !(await isPortFree(port, address)))
      checks.push(fail("ports", `${port} is in use`, `End its user, or set another ${name}.`));
  return checks;
}

export async function checkRunning(config: CommandConfig): Promise<Check[]> {
  const run = readRunFile(config.dataDirectory);
  if (!run) return [warn("processes", "Second is starting", "Look again in a moment.")];
  const { checks } = await askReadiness(run.webUrl);
  const look = `Look at ${config.dataDirectory}/logs/second.log`;
  if (checks === null) return [fail("processes", `no answer from ${run.url}`, look)];
  const poor = Object.entries(checks).filter(([, state]) => state !== "ok");
  const web =
    poor.length === 0
      ? ok("processes", `running at ${run.url}`)
      : fail("processes", poor.map(([name, state]) => `${name} ${state}`).join(", "), look);
  return [web, ...(await checkRuntimes(config, run.workerUrl))];
}

/** The coding agents as the worker finds them. */
async function checkRuntimes(config: CommandConfig, workerUrl: string): Promise<Check[]> {
  const token = internalToken(config);
  if (token === null)
    return [
      warn("agents", "the key of web and worker is not at hand", "Set INTERNAL_API_TOKEN as at start."),
    ];
  const answer = await ask(`${workerUrl}/runtimes`, patienceMs, { [internalTokenHeader]: token });
  const { data } = runtimesSchema.safeParse(answer?.body);
  if (!data) return [warn("agents", "the worker does not say which agents it finds", "Look again.")];
  return data.runtimes.map(({ id, state, version, reason }) =>
    state === "ready"
      ? ok(id, `ready${version ? `, ${version}` : ""}`)
      : warn(id, state.replaceAll("_", " "), reason ?? "The demo works without it."),
  );
}

/** What web and worker show each other, or null. */
function internalToken({ environment, dataDirectory }: CommandConfig): string | null {
  const given = environment.INTERNAL_API_TOKEN;
  const path = environment.INTERNAL_API_TOKEN_FILE ?? generatedKeys(dataDirectory).INTERNAL_API_TOKEN;
  const list = given ?? (existsSync(path) ? readFileSync(path, "utf8") : "");
  return list.split(",")[0]?.trim() || null;
}
