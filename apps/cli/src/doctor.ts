import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { internalTokenHeader } from "@second/contracts";
import { type CommandConfig, readConfig, unknownVariables } from "./config.ts";
import { readRunFile } from "./data-directory.ts";
import { exitCodes, type Options } from "./options.ts";
import { printLine } from "./text.ts";

interface Check {
  name: string;
  state: "ok" | "warn" | "fail";
  text: string;
  /** What mends it; null when nothing needs mending. */
  fix: string | null;
}

const diskFreeMin = { warn: 2 * 1024 ** 3, fail: 200 * 1024 ** 2 };

/** Looks at the machine and changes nothing. A failed check gives exit code 1. */
export async function doctor(options: Options): Promise<number> {
  const config = readConfig();
  const checks = [
    checkNode(),
    ...checkConfiguration(config),
    checkDirectory(config),
    checkKeys(config),
    checkDisk(config),
    checkSandbox(),
    checkStore(config),
    ...(await checkRunning(config)),
  ];
  if (options.json) printLine(JSON.stringify({ checks }));
  else
    for (const check of checks) {
      printLine(`${check.state.padEnd(5)} ${check.name.padEnd(14)} ${check.text}`);
      if (check.fix) printLine(`${" ".repeat(21)}${check.fix}`);
    }
  return checks.some((check) => check.state === "fail") ? exitCodes.failed : exitCodes.done;
}

const ok = (name: string, text: string): Check => ({ name, state: "ok", text, fix: null });
const warn = (name: string, text: string, fix: string): Check => ({ name, state: "warn", text, fix });
const fail = (name: string, text: string, fix: string): Check => ({ name, state: "fail", text, fix });

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  return isEnough
    ? ok("node", process.versions.node)
    : fail("node", process.versions.node, "Install Node.js 20.19 or newer.");
}

function checkConfiguration({ environment }: CommandConfig): Check[] {
  return unknownVariables(environment).map((sentence) =>
    warn("configuration", sentence, "Rename or remove it."),
  );
}

function checkDirectory({ dataDirectory }: CommandConfig): Check {
  if (!existsSync(dataDirectory)) return ok("data", `${dataDirectory} will be made at the first start`);
  try {
    accessSync(dataDirectory, constants.R_OK | constants.W_OK);
  } catch {
    return fail(
      "data",
      `${dataDirectory} cannot be written`,
      `Make it yours: chown -R "$USER" ${dataDirectory}`,
    );
  }
  if ((statSync(dataDirectory).mode & 0o077) !== 0)
    return warn("data", `${dataDirectory} can be read by others`, `chmod 700 ${dataDirectory}`);
  return ok("data", dataDirectory);
}

function checkKeys({ dataDirectory }: CommandConfig): Check {
  const files = ["session", "internal"]
    .map((name) => join(dataDirectory, "secrets", name))
    .filter(existsSync);
  const exposed = files.filter((path) => (statSync(path).mode & 0o077) !== 0);
  if (exposed.length > 0) return fail("keys", "can be read by others", `chmod 600 ${exposed.join(" ")}`);
  return ok("keys", files.length === 0 ? "will be made at the first start" : "present, for you alone");
}

function checkDisk({ dataDirectory }: CommandConfig): Check {
  const { bavail, bsize } = statfsSync(existsSync(dataDirectory) ? dataDirectory : ".");
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  if (free < diskFreeMin.fail) return fail("disk", text, "Free some space; new work is refused until then.");
  if (free < diskFreeMin.warn) return warn("disk", text, "Builds and versions need room; free some space.");
  return ok("disk", text);
}

function checkSandbox(): Check {
  const trial = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { encoding: "utf8" });
  if (trial.status === 0) return ok("sandbox", "agents and builds run isolated in bubblewrap");
  const missing = trial.error !== undefined;
  return warn(
    "sandbox",
    missing
      ? "bubblewrap is missing: agents and builds are not isolated"
      : "bubblewrap may not make namespaces here",
    missing
      ? "Install it: apt install bubblewrap, or dnf install bubblewrap (Linux only)."
      : "Allow unprivileged user namespaces: sysctl -w kernel.unprivileged_userns_clone=1",
  );
}

function checkStore({ mongodbUri }: CommandConfig): Check {
  return ok("store", mongodbUri === null ? "SQLite in the data directory" : "MongoDB, as MONGODB_URI says");
}

async function checkRunning(config: CommandConfig): Promise<Check[]> {
  const run = readRunFile(config.dataDirectory);
  if (!run) return [warn("processes", "Second does not run on this data", "Start it: npm start")];
  try {
    const ready = await fetch(`http://127.0.0.1:${run.webPort}/api/ready`, {
      signal: AbortSignal.timeout(2_000),
    });
    const { checks } = (await ready.json()) as { checks: Record<string, string> }; // our own web's answer
    const poor = Object.entries(checks).filter(([, state]) => state !== "ok");
    const web =
      poor.length === 0
        ? ok("processes", `running at ${run.url}`)
        : fail(
            "processes",
            poor.map(([name, state]) => `${name} ${state}`).join(", "),
            "Look at logs/second.log.",
          );
    return [web, ...(await checkRuntimes(config, run.workerPort))];
  } catch {
    return [fail("processes", `no answer from ${run.url}`, "Look at logs/second.log, then start it again.")];
  }
}

async function checkRuntimes(config: CommandConfig, workerPort: number): Promise<Check[]> {
  const token = readFileSync(join(config.dataDirectory, "secrets", "internal"), "utf8").trim();
  const response = await fetch(`http://127.0.0.1:${workerPort}/runtimes`, {
    headers: { [internalTokenHeader]: token },
    signal: AbortSignal.timeout(5_000),
  });
  const { runtimes } = (await response.json()) as {
    runtimes: { id: string; state: string; version: string | null; reason: string | null }[];
  }; // our own worker's answer
  return runtimes.map(({ id, state, version, reason }) =>
    state === "ready"
      ? ok(id, `ready${version ? `, ${version}` : ""}`)
      : warn(id, state.replaceAll("_", " "), reason ?? "The demo works without it."),
  );
}
