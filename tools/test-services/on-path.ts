import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where PATH has a program; null when it has none. */
export function onPath(program: string, path: string | undefined): string | null {
  const places = (path ?? "").split(delimiter).filter(Boolean);
  return places.map((directory) => join(directory, program)).find(isExecutable) ?? null;
}
