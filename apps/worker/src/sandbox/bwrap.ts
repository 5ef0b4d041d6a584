import { spawn } from "node:child_process";
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type SandboxFault, sandboxFaults } from "@second/contracts";
import type { Mount, SpawnRequest } from "./sandbox.ts";

/** Where bubblewrap is, or why agents cannot be isolated with it. */
export type BwrapProbe = { bwrap: Bwrap; reason: null } | { bwrap: null; reason: string };

export interface Bwrap {
  path: string;
  /** False for releases before 0.7, which cannot limit a jail's temporary folder. */
  limitsTemporary: boolean;
}

const jailUid = 1000;
/** File descriptors of the small files that every jail gets besides its mounts. */
export const dataFiles = [
  { fd: 3, target: "/etc/passwd", text: `agent:x:${jailUid}:${jailUid}:agent:/home/agent:/bin/sh\n` },
  { fd: 4, target: "/etc/group", text: `agent:x:${jailUid}:\n` },
  { fd: 5, target: "/etc/hosts", text: "127.0.0.1 localhost\n" },
] as const;

const temporaryBytesMax = 512 * 1024 * 1024;
const systemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const systemFiles = [
  "/etc/ssl",
  "/etc/alternatives",
  "/etc/ld.so.cache",
  "/etc/ca-certificates",
  "/etc/localtime",
];

/** Tries whether bubblewrap can make every namespace here. Takes a few milliseconds. */
export async function findBwrap(searchPath: string): Promise<BwrapProbe> {
  if (process.platform !== "linux") {
    return without("not_linux");
  }
  const path = searchPath
    .split(":")
    .map((folder) => join(folder, "bwrap"))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    return without("not_installed");
  }
  let refusal: string | null = null;
  for (const bwrap of [
    { path, limitsTemporary: true },
    { path, limitsTemporary: false },
  ]) {
    refusal = await tryJail(bwrap);
    if (refusal === null) return { bwrap, reason: null };
  }
  return without("not_allowed", refusal);
}

function without(fault: SandboxFault, said: string | null = null): BwrapProbe {
  const { text, fix } = sandboxFaults[fault];
  return { bwrap: null, reason: `${text} ${fix}${said === null ? "" : ` It says: ${said}`}` };
}

function tryJail(bwrap: Bwrap): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(bwrap.path, [...isolation(bwrap), ...systemMounts(), "/usr/bin/env", "true"], {
      env: {},
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 5_000,
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? null : said.trim().slice(0, 160) || `exit ${code}`));
  });
}

/** The command line that runs `request` in its own namespaces, seeing only what it names. */
export function bwrapArguments(bwrap: Bwrap, request: SpawnRequest): string[] {
  return [
    ...isolation(bwrap),
    ...systemMounts(),
    ...dataFiles.flatMap((file) => ["--ro-bind-data", String(file.fd), file.target]),
    ...request.mounts.readOnly.flatMap((mount) => bind("--ro-bind", mount)),
    ...request.mounts.writable.flatMap((mount) => bind("--bind", mount)),
    ...bind("--bind", { source: request.workspacePath, target: "/workspace" }),
    ...["--chdir", "/workspace", "--clearenv"],
    ...Object.entries(request.env).flatMap(([name, value]) => ["--setenv", name, value]),
    ...["--", request.command, ...request.args],
  ];
}

function isolation(bwrap: Bwrap): string[] {
  const temporary = bwrap.limitsTemporary ? ["--size", String(temporaryBytesMax)] : [];
  return [
    ...["--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "second"],
    ...["--uid", String(jailUid), "--gid", String(jailUid)],
    ...["--proc", "/proc", "--dev", "/dev", ...temporary, "--tmpfs", "/tmp"],
  ];
}

const bind = (flag: string, mount: Mount) => [flag, mount.source, mount.target];

function systemMounts(): string[] {
  const folders = systemFolders.filter((folder) => existsSync(folder)).flatMap(mirror);
  const files = systemFiles.filter((file) => existsSync(file)).flatMap((file) => ["--ro-bind", file, file]);
  return ["--ro-bind", "/usr", "/usr", ...folders, ...files, ...nodeMount()];
}

/** `/bin` and its like are links into `/usr` on most systems and folders on some. */
function mirror(folder: string): string[] {
  if (lstatSync(folder).isSymbolicLink()) return ["--symlink", readlinkSync(folder), folder];
  return ["--ro-bind", folder, folder];
}

/** A Node.js outside `/usr`, from a version manager, is needed at its own path. */
function nodeMount(): string[] {
  if (process.execPath.startsWith("/usr/")) return [];
  const prefix = dirname(dirname(process.execPath));
  return prefix === "/" ? ["--ro-bind", process.execPath, process.execPath] : ["--ro-bind", prefix, prefix];
}
