import {
  buildResultSchema,
  internalTokenHeader,
  type NumberedEvent,
  Problem,
  type RuntimeDetection,
  runtimes,
} from "@second/contracts";
import type { Detection, WorkerClient } from "@second/domain";

const detectionMs = { patience: 3_000, kept: 60_000 };

/** The worker's words that people are told; the rest is its own affair. */
const passedOn = [
  "system.disk_full",
  "sandbox.missing",
  "model.not_configured",
  "runtime.not_installed",
  "runtime.invalid",
  "build.file_refused",
  "build.snapshot_limit",
] as const;

interface Options {
  url: string;
  token: string;
  now: () => number;
}

/** The worker over HTTP. Unreachable is `worker.unavailable`; an unknown turn is `turn.worker_lost`. */
export function httpWorkerClient({ url, token, now }: Options): WorkerClient {
  let detected: { at: number; detection: Promise<Detection> } | null = null;

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, {
        ...init,
        headers: { [internalTokenHeader]: token, ...(init.headers as Record<string, string> | undefined) },
      });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new Problem("worker.unavailable", { cause });
    }
    if (response.ok) return response;
    const body = (await response.json().catch(() => ({}))) as { code?: unknown; detail?: unknown };
    if (response.status === 404) throw new Problem("turn.worker_lost");
    if (body.code === "worker.fenced") throw new Problem("version.conflict");
    const told = passedOn.find((code) => code === body.code);
    if (told)
      throw new Problem(told, typeof body.detail === "string" ? { detail: body.detail.slice(0, 240) } : {});
    throw new Problem(response.status >= 500 ? "worker.unavailable" : "system.unexpected", {
      cause: new Error(
        `worker answered ${response.status} ${String(body.code ?? "")} on ${path.split("/")[1]}`,
      ),
    });
  }

  const json = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

  async function detect(): Promise<Detection> {
    try {
      const response = await call("/runtimes", { signal: AbortSignal.timeout(detectionMs.patience) });
      return (await response.json()) as Detection; // our own worker's answer, same protocol
    } catch {
      return unreachable();
    }
  }

  return {
    detect: () => {
      if (detected && now() - detected.at < detectionMs.kept) return detected.detection;
      const detection = detect();
      detected = { at: now(), detection };
      void detection.then((found) => {
        // An unreachable worker may be starting: ask again soon.
        if (found.runtimes.every((runtime) => runtime.state === "unreachable")) detected = null;
      });
      return detection;
    },

    syncFiles: async ({ workspaceId, appId, fence, manifest, blob }) => {
      const path = `/files/${workspaceId}/${appId}`;
      for (let round = 0; round < 3; round += 1) {
        const response = await call(path, json("POST", { fence, manifest }));
        const { missing } = (await response.json()) as { missing: string[] };
        if (missing.length === 0) return;
        for (const sha256 of missing)
          await call(`/blobs/${sha256}`, { method: "PUT", body: new Uint8Array(await blob(sha256)) });
      }
      throw new Problem("worker.unavailable");
    },

    startTurn: async (body) => {
      await call("/turns", json("POST", body));
    },

    events: async function* ({ turnId, attempt, after, signal }) {
      const response = await call(`/turns/${turnId}/${attempt}/events?after=${after}`, { signal });
      if (!response.body) throw new Problem("worker.unavailable");
      yield* readLines(response.body);
    },

    stopTurn: async ({ turnId, attempt }) => {
      await call(`/turns/${turnId}/${attempt}/stop`, { method: "POST" });
    },

    acknowledge: async ({ turnId, attempt, number }) => {
      await call(`/turns/${turnId}/${attempt}/ack`, json("POST", { number }));
    },

    build: async (body) => buildResultSchema.parse(await (await call("/builds", json("POST", body))).json()),

    fetchBlob: async (sha256) => new Uint8Array(await (await call(`/blobs/${sha256}`)).arrayBuffer()),
  };
}

/** Batches of events as they arrive: all whole lines of a network chunk at once. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncIterable<NumberedEvent[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const end = rest.lastIndexOf("\n");
    if (end < 0) continue;
    const lines = rest.slice(0, end).split("\n");
    rest = rest.slice(end + 1);
    const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as NumberedEvent);
    if (events.length > 0) yield events;
  }
}

function unreachable(): Detection {
  const found: RuntimeDetection[] = runtimes.map((runtime) => ({
    id: runtime.id,
    state: "unreachable",
    version: null,
    reason: "The builder does not answer yet. It may be starting.",
    auth: "none",
    models: runtime.models.map((model) => model.id),
  }));
  return { runtimes: found, sandbox: { kind: "unknown", reason: null } };
}
