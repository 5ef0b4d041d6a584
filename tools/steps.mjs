// What the scripts in this folder share. No dependencies: it runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const quiet = { NEXT_TELEMETRY_DISABLED: "1", npm_config_update_notifier: "false" };
const stamps = join(root, "node_modules", ".second");

export const bin = (name) => join(root, "node_modules", ".bin", name);

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a command to its end, its output shown. Rejects with the exit code in the message. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: "inherit",
      ...options,
      env: { ...process.env, ...quiet, ...options.env },
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${[command, ...args].join(" ")} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/** Runs a step with its output kept back, shown only when it fails; prints how long it took. */
export async function step(title, work) {
  const began = Date.now();
  process.stdout.write(`  ${title} …`);
  try {
    await work();
  } catch (error) {
    say(" failed");
    throw error;
  }
  say(` ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/** The same for a command. */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
      env: { ...process.env, ...quiet, ...options.env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output = (output + text).slice(-400_000);
      });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[command, ...args].join(" ")} ended with exit code ${code}\n${output}`));
    });
  });
}

/** A fingerprint of files by path, size and time of change: cheap enough for every start. */
export function fingerprint(
  paths,
  ignored = /node_modules|\/dist$|\.next$|\.second$|\.test\.tsx?$|__recordings__|next-env\.d\.ts$|\.tsbuildinfo$/,
) {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (ignored.test(path) || !existsSync(path)) return;
    const facts = statSync(path);
    if (!facts.isDirectory()) {
      hash.update(`${path}:${facts.size}:${facts.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest("hex");
}

/** Does `work` unless it was done already for this fingerprint, and what it made is still there. */
export async function once(name, { mark, makes }, work) {
  const file = join(stamps, name);
  const isThere = existsSync(join(root, makes));
  if (isThere && existsSync(file) && readFileSync(file, "utf8") === mark) return;
  await work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(file, mark);
}

/** Ends the process with one readable sentence when Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Second needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Whether `node_modules` holds what the lock file names: npm notes there what it has installed, and last of all. */
function isInstalled() {
  const noted = join(root, "node_modules/.package-lock.json");
  if (!existsSync(noted)) return false;
  const { packages: there } = JSON.parse(readFileSync(noted, "utf8"));
  const { packages: wanted } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(wanted).every(
    // Optional packages may belong to another system; workspaces are links to folders of ours.
    ([path, { version, optional, link }]) =>
      !path.includes("node_modules/") || optional || link || there[path]?.version === version,
  );
}

/** Installs the packages of the lock file, unless they are there. */
export async function install() {
  if (isInstalled()) return;
  await step("Installing packages", () =>
    runQuietly(process.platform === "win32" ? "npm.cmd" : "npm", [
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ]),
  );
}
