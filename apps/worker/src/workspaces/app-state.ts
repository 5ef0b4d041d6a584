import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const stateSchema = z.object({
  /** The highest fencing number seen. */
  fence: z.number().int().nonnegative(),
  /** False from the start of a turn until web has stored what it changed. */
  confirmed: z.boolean(),
  usedAtMs: z.number(),
});

/** What the worker remembers of an app's directory; lies beside it, where the app cannot write. */
export type AppState = z.infer<typeof stateSchema>;

export const newState = (nowMs: number): AppState => ({ fence: 0, confirmed: true, usedAtMs: nowMs });

/** Null when there is none, or none that can be read: the directory is then brought up to date like a new one. */
export async function readState(appDirectory: string): Promise<AppState | null> {
  const text = await readFile(join(appDirectory, "state.json"), "utf8").catch(() => "null");
  try {
    return stateSchema.nullable().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function writeState(appDirectory: string, state: AppState): Promise<void> {
  const unfinished = join(appDirectory, "state.json.new");
  await writeFile(unfinished, JSON.stringify(state), { mode: 0o600 });
  await rename(unfinished, join(appDirectory, "state.json"));
}
