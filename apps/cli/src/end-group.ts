import type { ChildProcess } from "node:child_process";

/** Kills a process that leads a group, with all that belongs to it. */
export function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is empty already, or this system has none.
    child.kill("SIGKILL");
  }
}
