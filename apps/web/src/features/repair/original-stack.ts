import type { TraceMap } from "@jridgewell/trace-mapping";
import { stackFrames } from "@second/contracts";

const patienceMs = 3_000;
const maps = new Map<string, Promise<TraceMap | null>>();

/**
 * A stack with the places of the app's own source in it, by the maps that lie beside its bundles. A line that no map
 * knows stays as it is. `base` is the preview's address, `/preview/<capability>/`.
 */
export async function originalStack(base: string, stack: string): Promise<string> {
  const { originalPositionFor } = await import("@jridgewell/trace-mapping");
  const lines = await Promise.all(
    stack.split("\n").map(async (text) => {
      const [frame] = stackFrames(text);
      const map = frame ? await mapOf(`${base}${frame.file}.map`) : null;
      if (!frame || !map) return text;
      // Browsers count columns from 1, maps from 0.
      const at = originalPositionFor(map, { line: frame.line, column: Math.max(0, frame.column - 1) });
      return at.source === null ? text : `    at ${sourcePath(at.source)}:${at.line}:${at.column + 1}`;
    }),
  );
  return lines.join("\n");
}

/** Null for a bundle without a map: it was built before there were any, or by someone else. */
function mapOf(url: string): Promise<TraceMap | null> {
  const known = maps.get(url) ?? loadMap(url).catch(() => null);
  maps.set(url, known);
  return known;
}

async function loadMap(url: string): Promise<TraceMap | null> {
  const [mapping, response] = await Promise.all([
    import("@jridgewell/trace-mapping"),
    fetch(url, { credentials: "omit", signal: AbortSignal.timeout(patienceMs) }),
  ]);
  return response.ok ? new mapping.TraceMap(await response.text()) : null;
}

/** A source as the app's author knows it: from `src/` on, or from the package's name. */
export function sourcePath(source: string): string {
  const [, module] = /node_modules\/(.*)$/.exec(source) ?? [];
  if (module !== undefined) return `node_modules/${module}`;
  return /(?:^|\/)(src\/.*)$/.exec(source)?.[1] ?? source.replace(/^(?:\.\.\/)+/, "");
}
