import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { internalTokenHeader, type NumberedEvent, problemOf } from "@second/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { httpWorkerClient } from "./http-worker-client.ts";

const token = "t0ken-of-this-test";
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Call {
  method: string;
  path: string;
  body: string;
}

/** A worker of this test: `answer` gets each call with the token checked. */
async function worker(answer: (call: Call, response: ServerResponse) => void) {
  const calls: Call[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    if (request.headers[internalTokenHeader] !== token) return response.writeHead(401).end("{}");
    const parts: Buffer[] = [];
    request
      .on("data", (part: Buffer) => parts.push(part))
      .on("end", () => {
        const body = Buffer.concat(parts).toString();
        const call = { method: request.method ?? "", path: request.url ?? "", body };
        calls.push(call);
        answer(call, response);
      });
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on TCP
  let now = 0;
  const client = httpWorkerClient({ url: `http://127.0.0.1:${port}`, token, now: () => now });
  return { client, calls, passMs: (ms: number) => (now += ms), server };
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => "no problem",
    (error: unknown) => problemOf(error)?.code,
  );
}

const attempt = { turnId: "trn_1", attempt: 1 };

describe("httpWorkerClient", () => {
  it("tells an unreachable worker from one that lost the turn, and from one that refuses", async () => {
    const answers: [number, unknown][] = [
      [404, { code: "worker.turn_unknown" }],
      [409, { code: "worker.fenced" }],
      [507, { code: "system.disk_full" }],
      [503, { code: "sandbox.missing" }],
      [500, {}],
      [400, {}],
    ];
    const { client, server } = await worker((_, response) => {
      const [status, body] = answers.shift() ?? [200, {}];
      json(response, body, status);
    });
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) codes.push(await codeOf(client.stopTurn(attempt)));
    expect(codes).toEqual([
      "turn.worker_lost",
      "version.conflict",
      "system.disk_full",
      "sandbox.missing",
      "worker.unavailable",
      "system.unexpected",
    ]);
    server.closeAllConnections();
    server.close();
    expect(await codeOf(client.stopTurn(attempt))).toBe("worker.unavailable");
  });

  it("gives on events as they come, however the network cuts them", async () => {
    const events = Array.from({ length: 6 }, (_, index) => ({ number: index + 1, text: "schön €" }));
    const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const { client, calls } = await worker(async (_, response) => {
      response.writeHead(200);
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const received: NumberedEvent[] = [];
    const { signal } = new AbortController();
    for await (const batch of client.events({ ...attempt, after: 0, signal })) received.push(...batch);
    expect(received).toEqual(events);
    expect(calls[0]?.path).toBe("/turns/trn_1/1/events?after=0");
  });

  it("ends reading when it is told to", async () => {
    const { client } = await worker((_, response) => {
      response.writeHead(200).write('{"number":1}\n');
    });
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of client.events({ ...attempt, after: 0, signal: abort.signal })) abort.abort();
    };
    await expect(read()).rejects.toThrow("abort");
  });

  it("sends the files that the worker lacks, until it lacks none", async () => {
    const content = Buffer.from("export const one = 1;");
    const sha256 = createHash("sha256").update(content).digest("hex");
    const has = new Set<string>();
    const { client, calls } = await worker((call, response) => {
      if (call.method === "PUT") {
        has.add(call.path);
        json(response, {});
      } else json(response, { missing: has.size > 0 ? [] : [sha256] });
    });
    const manifest = { "src/one.ts": { sha256, sizeBytes: content.length } };
    const input = { workspaceId: "ws_1", appId: "app_1", fence: 3 };
    await client.syncFiles({ ...input, manifest, blob: async () => content });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /files/ws_1/app_1",
      `PUT /blobs/${sha256}`,
      "POST /files/ws_1/app_1",
    ]);
    expect(calls[1]?.body).toBe(content.toString());
    expect(JSON.parse(calls[0]?.body ?? "")).toEqual({ fence: 3, manifest });
  });

  it("gives up on a worker that goes on lacking what it was sent", async () => {
    const { client } = await worker((_, response) => json(response, { missing: ["ab"] }));
    const input = { workspaceId: "ws_1", appId: "app_1", fence: 3, manifest: null };
    expect(await codeOf(client.syncFiles({ ...input, blob: async () => new Uint8Array() }))).toBe(
      "worker.unavailable",
    );
  });

  it("keeps what it found of runtimes for a minute, and asks again soon when nothing answered", async () => {
    const found = { runtimes: [{ id: "demo", state: "ready" }], sandbox: { kind: "bwrap", reason: null } };
    let isUp = true;
    const { client, calls, passMs } = await worker((_, response) =>
      isUp ? json(response, found) : json(response, {}, 500),
    );
    expect(await client.detect()).toEqual(found);
    passMs(59_000);
    await client.detect();
    expect(calls).toHaveLength(1);
    passMs(2_000);
    await client.detect();
    expect(calls).toHaveLength(2);

    isUp = false;
    passMs(61_000);
    const { runtimes } = await client.detect();
    expect(new Set(runtimes.map(({ state }) => state))).toEqual(new Set(["unreachable"]));
    isUp = true;
    expect(await client.detect()).toEqual(found);
  });
});
