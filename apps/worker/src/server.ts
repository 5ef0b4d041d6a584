import { createHash, timingSafeEqual } from "node:crypto";
import {
  buildBodySchema,
  filesBodySchema,
  idSchema,
  internalTokenHeader,
  Problem,
  problemOf,
  problems,
  type SandboxReport,
  startTurnBodySchema,
} from "@second/contracts";
import { Hono } from "hono";
import { z } from "zod";
import { type BlobCache, blobSizeBytesMax } from "./blobs/index.ts";
import type { Builds } from "./builds/index.ts";
import type { Detection } from "./detection/index.ts";
import type { Log } from "./log.ts";
import type { Turns } from "./turns/index.ts";
import type { Workspaces } from "./workspaces/index.ts";

export interface WorkerParts {
  tokens: readonly string[];
  turns: Turns;
  workspaces: Workspaces;
  builds: Builds;
  blobs: BlobCache;
  detection: Detection;
  sandbox: { report(): SandboxReport };
  log: Log;
  /** False while starting or draining. */
  isReady: () => boolean;
}

const bodyBytesMax = 24 * 1024 * 1024;
const appParams = z.object({ workspaceId: idSchema("workspace"), appId: idSchema("app") });
const attemptParams = z.object({ turnId: idSchema("turn"), attempt: z.coerce.number().int().positive() });
const ackSchema = z.strictObject({ number: z.number().int().nonnegative() });
const afterSchema = z.coerce.number().int().nonnegative();

/** The interface that `worker-protocol.ts` of the contracts describes. */
export function createWorkerApp(parts: WorkerParts): Hono {
  const { turns, workspaces, builds, blobs } = parts;
  const app = new Hono();
  const isInternal = tokenCheck(parts.tokens);

  app.get("/health", (context) => context.json({ status: "ok" }));
  app.get("/ready", (context) =>
    parts.isReady() ? context.json({ status: "ok" }) : context.json({ status: "unavailable" }, 503),
  );
  app.use(async (context, next) => {
    if (!isInternal(context.req.header(internalTokenHeader) ?? "")) throw new Problem("identity.required");
    await next();
  });

  app.get("/runtimes", async (context) =>
    context.json({ runtimes: await parts.detection.runtimes(), sandbox: parts.sandbox.report() }),
  );

  app.post("/files/:workspaceId/:appId", async (context) => {
    const key = parse(appParams, context.req.param());
    const body = await readJson(context.req.raw, filesBodySchema);
    await workspaces.fence(key, body.fence);
    await turns.yieldTo(key, body.fence);
    return context.json(await workspaces.sync(key, body));
  });

  app.put("/blobs/:sha256", async (context) => {
    await blobs.put(context.req.param("sha256"), await readBytes(context.req.raw, blobSizeBytesMax));
    return context.body(null, 204);
  });
  app.get("/blobs/:sha256", async (context) => {
    const bytes = await blobs.get(context.req.param("sha256"));
    if (bytes === null) throw new Problem("resource.not_found");
    return context.body(Uint8Array.from(bytes), 200, { "content-type": "application/octet-stream" });
  });

  app.post("/turns", async (context) => {
    const outcome = await turns.start(await readJson(context.req.raw, startTurnBodySchema));
    return context.json({ state: outcome }, outcome === "started" ? 202 : 200);
  });
  app.get("/turns/:turnId/:attempt/events", (context) => {
    const key = parse(attemptParams, context.req.param());
    const after = parse(afterSchema, context.req.query("after") ?? "0");
    return new Response(
      streamOf((signal) => turns.follow(key, after, signal)),
      {
        headers: {
          "content-type": "application/x-ndjson",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        },
      },
    );
  });
  app.post("/turns/:turnId/:attempt/stop", (context) =>
    context.json({ stopped: turns.stop(parse(attemptParams, context.req.param())) }),
  );
  app.post("/turns/:turnId/:attempt/ack", async (context) => {
    const key = parse(attemptParams, context.req.param());
    const { number } = await readJson(context.req.raw, ackSchema);
    await turns.acknowledge(key, number);
    return context.json({ number });
  });

  app.post("/builds", async (context) => {
    const { fence, ...key } = await readJson(context.req.raw, buildBodySchema);
    await workspaces.fence(key, fence);
    return context.json(await builds.build({ ...key, signal: context.req.raw.signal }));
  });

  app.notFound(() => answerProblem(new Problem("resource.not_found")));
  app.onError((error, context) => {
    const problem = problemOf(error);
    if (problem !== null) return answerProblem(problem);
    parts.log.error("request.broke", { path: context.req.routePath, error });
    return answerProblem(new Problem("system.unexpected"));
  });
  return app;
}

/** Accepts any of the tokens, in constant time. */
function tokenCheck(tokens: readonly string[]): (given: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const accepted = tokens.map(digest);
  return (given) => {
    const sent = digest(given);
    return accepted.map((each) => timingSafeEqual(each, sent)).some(Boolean);
  };
}

/** Failures that end turns have no status of their own; between web and worker they are 422. */
function answerProblem({ code, details, message }: Problem): Response {
  const { status, title, retry } = problems[code];
  const { fields, extra } = details;
  return Response.json(
    { type: "about:blank", code, title, status: status ?? 422, detail: message, retry, fields, ...extra },
    { status: status ?? 422, headers: { "content-type": "application/problem+json" } },
  );
}

/** Each batch is sent when it is there; reading stops while the other side does not. */
function streamOf(open: (signal: AbortSignal) => AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const batches = open(gone.signal);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await batches.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 0 },
  );
}

async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readBytes(request, bodyBytesMax);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Problem("request.invalid", { detail: "The body is not JSON." });
  }
  return parse(schema, value);
}

async function readBytes(request: Request, sizeBytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > sizeBytesMax)
    throw new Problem("request.too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > sizeBytesMax) throw new Problem("request.too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem("request.invalid", {
    fields: parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, message })),
  });
}
