import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { removeTree } from "../files/index.ts";
import type { ResolvedTree } from "./plan-installed.ts";

const setsKept = 12;
const unusedMs = 24 * 60 * 60_000;

const recordSchema = z.object({ declaredKey: z.string(), resolved: z.record(z.string(), z.string()) });

/** What a set says about itself: which declaration it serves and what that came to. */
export type SetRecord = z.infer<typeof recordSchema>;

/** A finished set that holds the packages of this declaration, for whatever SDK; null when there is none. */
export async function findSame(
  sets: string,
  wanted: string,
): Promise<{ directory: string; resolved: ResolvedTree } | null> {
  for (const key of await finishedSets(sets)) {
    const directory = join(sets, key);
    const record = await readRecord(directory);
    if (record?.declaredKey === wanted) return { directory, resolved: record.resolved };
  }
  return null;
}

/** The last thing written into a set: a directory without it is not one. Its time of change is the time of last use. */
export const writeRecord = (directory: string, record: SetRecord): Promise<void> =>
  writeFile(join(directory, "set.json"), JSON.stringify(record, null, 2));

async function readRecord(directory: string): Promise<SetRecord | null> {
  const text = await readFile(join(directory, "set.json"), "utf8").catch(() => "null");
  try {
    return recordSchema.nullable().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const finishedSets = async (sets: string): Promise<string[]> =>
  (await readdir(sets)).filter((name) => /^[0-9a-f]{40}$/.test(name));

/** Keeps the disk from filling with sets that no app asks for any more, and with what killed installs left. */
export async function removeUnused(sets: string, kept: string): Promise<void> {
  const used = await Promise.all(
    (await finishedSets(sets)).map(async (key) => {
      const stats = await stat(join(sets, key, "set.json")).catch(() => null);
      return { key, usedAtMs: stats?.mtimeMs ?? 0 };
    }),
  );
  used.sort((a, b) => b.usedAtMs - a.usedAtMs);
  for (const { key, usedAtMs } of used.slice(setsKept)) {
    if (key !== kept && Date.now() - usedAtMs > unusedMs) await removeTree(join(sets, key));
  }
  for (const name of await readdir(sets)) {
    const path = join(sets, name);
    if (!name.includes(".tmp-")) continue;
    const stats = await stat(path).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > unusedMs) await removeTree(path);
  }
}
