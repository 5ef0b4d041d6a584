import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "@second/contracts/configuration";

const marker = "This directory belongs to Second. It is safe to copy while Second is stopped.\n";
const folders = ["", "store", "blobs", "workspaces", "cache", "secrets", "logs", "run"];

export interface DataDirectory {
  path: string;
  /** Files with the generated keys, as `<NAME>_FILE` variables. */
  keyFiles: Record<string, string>;
}

/**
 * Makes the data directory, mode 0700, with the keys that were not given. `makesKeys` is false where several machines
 * have to share them.
 * @throws {ConfigurationError} when others can read the keys
 * @throws a sentence for people when the directory cannot be used
 */
export function prepareDataDirectory(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  makesKeys = true,
): DataDirectory {
  try {
    for (const name of folders) mkdirSync(join(path, name), { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    // Opened even when it is there: a directory that cannot be written must not be found out by a process later.
    writeFileSync(join(path, "SECOND"), marker);
    const keyFiles: Record<string, string> = {};
    for (const [variable, file] of Object.entries(generatedKeys(path)))
      if (makesKeys && !environment[variable] && !environment[`${variable}_FILE`])
        keyFiles[`${variable}_FILE`] = ensureKey(file);
    return { path, keyFiles };
  } catch (error) {
    throw explained(path, error);
  }
}

/** The files of generated keys, by the variable that each stands for. */
export function generatedKeys(
  dataDirectory: string,
): Record<"SECOND_SESSION_SECRET" | "INTERNAL_API_TOKEN", string> {
  return {
    SECOND_SESSION_SECRET: join(dataDirectory, "secrets", "session"),
    INTERNAL_API_TOKEN: join(dataDirectory, "secrets", "internal"),
  };
}

/** Whether a file is its owner's alone, and ours. */
export function isOursAlone(path: string): boolean {
  const { mode, uid } = statSync(path);
  const user = process.getuid?.();
  return user === undefined || (uid === user && (mode & 0o077) === 0);
}

function ensureKey(path: string): string {
  if (!existsSync(path))
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  if (!isOursAlone(path))
    throw new ConfigurationError([
      `${path} holds a key that others can read. Make it yours alone: chown "$USER" ${path} && chmod 600 ${path}`,
    ]);
  return path;
}

const reasons: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} may not be written. Make it yours: chown -R "$USER" ${path}`,
  EPERM: (path) => `${path} belongs to another user. Make it yours: chown -R "$USER" ${path}`,
  // What Node makes of a parent on a disk that cannot be written.
  ENOENT: (path) =>
    `${path} cannot be made; its disk may not be writable. Choose another directory with SECOND_DATA_DIR.`,
  EROFS: (path) =>
    `${path} is on a disk that cannot be written. Choose another directory with SECOND_DATA_DIR.`,
  ENOSPC: (path) =>
    `The disk of ${path} is full. Free some space, or choose another directory with SECOND_DATA_DIR.`,
  EDQUOT: (path) => `Your share of the disk of ${path} is used up. Free some space.`,
  EEXIST: (path) => `${path} is a file. Choose a directory with SECOND_DATA_DIR.`,
  ENOTDIR: (path) => `${path} lies below a file. Choose another directory with SECOND_DATA_DIR.`,
};

/** The failure of a file system in words, with what to do next. */
function explained(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = reasons[code];
  return reason ? new Error(`The data directory cannot be used: ${reason(path)}`, { cause: error }) : error;
}
