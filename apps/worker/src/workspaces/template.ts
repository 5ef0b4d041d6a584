import { realpath } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Manifest } from "@second/contracts";
import type { BlobCache } from "../blobs/index.ts";
import type { HashMemory } from "./read-file.ts";
import { byCodePoint, scanTree } from "./scan-tree.ts";
import { sourceLimits } from "./tree-limits.ts";

/** Where the files that a new app starts with lie in this repository. */
export const templateDirectory = fileURLToPath(
  new URL("../../../../packages/app-template/template", import.meta.url),
);

/** The files that a new app starts with. */
export interface Template {
  /** Reads the template's directory; only files that changed since the last call are read again. */
  manifest(): Promise<Manifest>;
}

export async function openTemplate(directory: string, blobs: BlobCache): Promise<Template> {
  const root = await realpath(directory);
  const memory: HashMemory = new Map();
  return {
    async manifest() {
      const files = await scanTree({ directory: root, limits: sourceLimits, blobs, memory });
      // Coding agents look for one name or the other; both say the same.
      const guide = files["CLAUDE.md"] ?? files["AGENTS.md"];
      if (guide === undefined) return files;
      const all = { ...files, "CLAUDE.md": guide, "AGENTS.md": guide };
      return Object.fromEntries(Object.entries(all).sort(([a], [b]) => byCodePoint(a, b)));
    },
  };
}
