import { homedir } from "node:os";
import { join } from "node:path";
import { DryMongoBinary } from "mongodb-memory-server-core/lib/util/DryMongoBinary.js";
import { MongoBinary } from "mongodb-memory-server-core/lib/util/MongoBinary.js";
import { MongoBinaryDownloadUrl } from "mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js";
import archive from "./mongod-archive.json" with { type: "json" };
import { cachedMongod, fetchMongod } from "./mongod-archive.ts";
import { isExecutable, onPath } from "./on-path.ts";

const cache = join(homedir(), ".cache", "second-tests");
const wanted = { version: archive.serverVersion, downloadDir: cache } as const;
const reachMs = 3_000;

/** MongoDB's own download, if it answers quickly. */
async function downloaded(say: (text: string) => void): Promise<string> {
  const { platform, arch } = process;
  const url = await new MongoBinaryDownloadUrl({ platform, arch, version: wanted.version }).getDownloadUrl();
  const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(reachMs) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  say(`Fetching MongoDB ${wanted.version} for tests from ${url} (once; kept in ${cache}).`);
  return MongoBinary.getPath({ ...wanted, checkMD5: true });
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * A server binary: the one that `SECOND_MONGOD` names, the one on PATH, MongoDB's download, a pinned archive.
 * Throws with the reason of each when there is none.
 */
export async function findMongod(
  environment: { SECOND_MONGOD?: string | undefined; PATH?: string | undefined },
  say: (text: string) => void,
): Promise<string> {
  const named = environment.SECOND_MONGOD;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`SECOND_MONGOD names ${named}, which cannot be run.`);
  }
  const installed = onPath("mongod", environment.PATH);
  if (installed) return installed;
  // What an earlier run fetched needs no network.
  const kept =
    (await DryMongoBinary.locateBinary({ ...wanted, platform: process.platform })) ??
    (await cachedMongod(cache));
  if (kept) return kept;
  const reasons: string[] = ["there is no mongod on PATH"];
  for (const [place, find] of [
    ["MongoDB's download", () => downloaded(say)],
    ["the pinned archive", () => fetchMongod(cache, say)],
  ] as const) {
    try {
      return await find();
    } catch (error) {
      reasons.push(`${place}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    `The tests on MongoDB need a server and none was found (${reasons.join("; ")}). Set MONGODB_URI to a replica set's ` +
      "address or SECOND_MONGOD to a server binary.",
  );
}
