import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type SandboxFault, sandboxFaults, sandboxMeanings } from "@second/contracts";
import type { CommandConfig } from "../config.ts";
import { generatedKeys, isOursAlone } from "../data-directory.ts";
import { type Check, fail, ok, warn } from "./check.ts";

const gib = 1024 ** 3;
const diskFreeMin = { warn: 2 * gib, fail: 0.2 * gib };

export function checkNode(): Check {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok("node", node);
  return fail("node", node, "Install Node.js 20.19 or newer.");
}

export function checkDataDirectory({ dataDirectory }: CommandConfig): Check {
  if (!existsSync(dataDirectory)) return ok("data", `${dataDirectory} will be made at the first start`);
  if (!statSync(dataDirectory).isDirectory())
    return fail("data", `${dataDirectory} is a file`, "Choose a directory with SECOND_DATA_DIR.");
  try {
    accessSync(dataDirectory, constants.R_OK | constants.W_OK);
  } catch {
    const fix = `Make it yours: chown -R "$USER" ${dataDirectory}; or choose another with SECOND_DATA_DIR.`;
    return fail("data", `${dataDirectory} cannot be written`, fix);
  }
  if ((statSync(dataDirectory).mode & 0o077) !== 0 && process.getuid)
    return warn("data", `${dataDirectory} can be read by others`, `chmod 700 ${dataDirectory}`);
  return ok("data", dataDirectory);
}

export function checkKeys({ dataDirectory }: CommandConfig): Check {
  const files = Object.values(generatedKeys(dataDirectory)).filter((path) => existsSync(path));
  const exposed = files.filter((path) => !isOursAlone(path));
  if (exposed.length > 0)
    return fail("keys", `others can read ${exposed.join(" and ")}`, `chmod 600 ${exposed.join(" ")}`);
  return ok("keys", files.length === 0 ? "will be made at the first start" : "present, for you alone");
}

export function checkDisk({ dataDirectory }: CommandConfig): Check {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDirectory));
  const free = bavail * bsize;
  const text = `${(free / gib).toFixed(1)} GiB free`;
  if (free < diskFreeMin.fail) return fail("disk", text, "Free some space; new work is refused until then.");
  if (free < diskFreeMin.warn) return warn("disk", text, "Builds and versions need room; free some space.");
  return ok("disk", text);
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

export function checkSandbox({ environment }: CommandConfig): Check {
  const mode = environment.SECOND_SANDBOX;
  if (mode === "container") return ok("sandbox", sandboxMeanings.container);
  const fault = faultOfBwrap();
  if (fault === null) return ok("sandbox", sandboxMeanings.bwrap);
  const { text, fix } = sandboxFaults[fault];
  if (mode === "bwrap") return fail("sandbox", `${text} ${sandboxMeanings.missing}`, fix);
  return warn("sandbox", `${text} ${sandboxMeanings.none}`, fix);
}

function faultOfBwrap(): SandboxFault | null {
  if (process.platform !== "linux") return "not_linux";
  const trial = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], { encoding: "utf8" });
  if (trial.error) return "not_installed";
  return trial.status === 0 ? null : "not_allowed";
}

export function checkStore({ usesMongo }: CommandConfig): Check {
  return ok("store", usesMongo ? "MongoDB, as MONGODB_URI says" : "SQLite in the data directory");
}

/** What passes between processes in a moment: one web needs none of its own. */
export const checkBus = (): Check => ok("bus", "in the web process");
