import type { DomainConfig, Platform } from "@second/domain";
import { workspacesCollection } from "@second/domain";
import { handlers } from "../handler.ts";
import { openApiDocument } from "../openapi/document.ts";

const checkTimeoutMs = 1000;
type Word = "ok" | "degraded" | "failed";

/** One word for a dependency: `ok` when the check passes in a second, else `otherwise`. */
async function check(probe: () => Promise<boolean>, otherwise: Word): Promise<Word> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  try {
    return (await Promise.race([probe(), timeout])) ? "ok" : otherwise;
  } catch {
    // Readiness tells whether, never why: addresses and messages of engines stay in the log of their owner.
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

/** Without a worker apps and data keep working, so that only store and bus make the server unready. */
async function readiness(platform: Platform): Promise<{ checks: Record<string, Word>; isReady: boolean }> {
  const { db, bus, workers } = platform;
  const [store, busWord, worker, migrations] = await Promise.all([
    check(() => db.ping().then(() => true), "failed"),
    check(() => bus.ping().then(() => true), "failed"),
    check(
      () => workers.detect().then(({ runtimes }) => runtimes.some(({ state }) => state !== "unreachable")),
      "degraded",
    ),
    check(() => db.first(workspacesCollection).then(() => true), "failed"),
  ]);
  const checks = { store, bus: busWord, worker, migrations };
  return { checks, isReady: !Object.values(checks).includes("failed") };
}

const documents = new WeakMap<DomainConfig, string>();

/** The document does not change while the server runs. */
function openApiText(config: DomainConfig): string {
  const known = documents.get(config);
  if (known !== undefined) return known;
  const text = JSON.stringify(openApiDocument(config));
  documents.set(config, text);
  return text;
}

/** Health, readiness and the description of this interface. */
export const systemRoutes = handlers<"health" | "ready" | "openapi">({
  health: async ({ platform }) => ({ status: "ok", version: platform.config.version }),
  ready: async ({ platform }) => {
    const { checks, isReady } = await readiness(platform);
    return Response.json({ checks }, { status: isReady ? 200 : 503 });
  },
  openapi: async ({ platform }) =>
    new Response(openApiText(platform.config), { headers: { "content-type": "application/json" } }),
});
