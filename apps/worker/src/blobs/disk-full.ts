import { Problem } from "@second/contracts";

/** True when the operating system refused to write because there is no room left. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "ENOSPC" || error.code === "EDQUOT" || error.code === "system.disk_full";
}

/** Runs a write and turns a full disk into `system.disk_full`; other errors pass unchanged. */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDiskFull(error)) throw new Problem("system.disk_full", { cause: error });
    throw error;
  }
}
