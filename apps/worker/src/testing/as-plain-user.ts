import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const nobody = 65_534;

/**
 * Does work as a user whom permissions bind, in a directory of that user's own: tests often run as root, whom nothing
 * stops. Concerns the whole process meanwhile.
 */
export async function asPlainUser<T>(work: (home: string) => Promise<T>): Promise<T> {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined) throw new Error("This system has no users.");
  const before = geteuid();
  if (before === 0) seteuid(nobody);
  try {
    return await work(await mkdtemp(join(tmpdir(), "second-plain-")));
  } finally {
    seteuid(before);
  }
}
