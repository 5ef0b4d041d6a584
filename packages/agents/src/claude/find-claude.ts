import { execFile } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

export type ClaudeProgram =
  | { path: string; version: string; reason: null }
  | { path: null; version: null; reason: string };

const versionMsMax = 3_000;

/** Looks for Claude's program: where an operator says, beside the SDK, then on the search path. Never throws. */
export async function findClaude(options: {
  explicitPath: string | null;
  searchPath: string;
}): Promise<ClaudeProgram> {
  const { explicitPath, searchPath } = options;
  const candidates = explicitPath
    ? [explicitPath]
    : [bundledPath(), ...searchPath.split(":").map((folder) => join(folder, "claude"))];
  const path = candidates.find((candidate) => candidate !== null && isExecutable(candidate));
  if (!path)
    return missing(explicitPath ? "There is no program where SECOND_CLAUDE_PATH points." : whyNotBundled());
  const version = await versionOf(path);
  if (version === null)
    return missing("Claude's program is there but does not start. Reinstall with npm install.");
  return { path: realpathSync(path), version, reason: null };
}

const missing = (reason: string): ClaudeProgram => ({ path: null, version: null, reason });

function bundledPath(): string | null {
  try {
    const fromSdk = createRequire(createRequire(import.meta.url).resolve("@anthropic-ai/claude-agent-sdk"));
    return fromSdk.resolve(`@anthropic-ai/claude-agent-sdk-${platformName()}/claude`);
  } catch {
    return null; // Optional packages may be omitted; the reason is told by whyNotBundled.
  }
}

function platformName(): string {
  const name = `${process.platform}-${process.arch}`;
  return isMusl() ? `${name}-musl` : name;
}

function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const report: unknown = process.report?.getReport();
  const header: unknown =
    typeof report === "object" && report !== null ? Reflect.get(report, "header") : null;
  return typeof header === "object" && header !== null && !Reflect.get(header, "glibcVersionRuntime");
}

function whyNotBundled(): string {
  return (
    `Claude's program for ${platformName()} is not installed. Run npm install without --omit=optional, ` +
    "or set SECOND_CLAUDE_PATH."
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(path: string): Promise<string | null> {
  const env = { PATH: "/usr/bin:/bin", HOME: "/nonexistent", CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" };
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { env, timeout: versionMsMax });
    return /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}
