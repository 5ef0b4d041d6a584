import { statSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { credentialHeader } from "./credentials.ts";
import { createGateway, type Gateway, type GatewayDoor, readSignIn } from "./index.ts";

const canary = "sk-ant-canary-0123456789";
const events =
  'data: {"type":"message_start","message":{"usage":{"input_tokens":11,"output_tokens":1}}}\n\n' +
  'data: {"type":"message_delta","usage":{"output_tokens":7}}\n\n';

let seen: { url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
let folder: string;
let provider: Server;
let gateway: Gateway;
let door: GatewayDoor;

function call(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { method = "POST", headers = {}, body = "{}" } = options;
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = request({ socketPath: door.socketPath, path, method, headers }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => {
        text += chunk;
      });
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
    });
    outgoing.on("error", reject);
    outgoing.end(method === "POST" ? body : undefined);
  });
}

function open(upstream: string, apiKey: string | null = canary) {
  gateway = createGateway({
    upstream: new URL(upstream),
    credentials: { apiKey, signIn: async () => ({ accessToken: "token-of-the-machine", isExpired: false }) },
    socketsDirectory: folder,
    demo: async (incoming) => new Response(`demo heard ${await incoming.text()}`),
  });
}

beforeEach(async () => {
  seen = [];
  folder = await mkdtemp(join(tmpdir(), "second-sockets-"));
  provider = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    seen.push({ url: incoming.url ?? "", headers: incoming.headers, body });
    response.writeHead(200, { "content-type": "text/event-stream", "set-cookie": "a=b", "request-id": "r1" });
    response.end(events);
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  open(`http://127.0.0.1:${(provider.address() as AddressInfo).port}/base`);
  door = await gateway.open("claude-code");
  door.assignTurn("turn-1");
});
afterEach(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
  provider.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
});

describe("the model gateway", () => {
  it("[SBX-1] puts the real key in place of what came from inside, and passes on nothing else of it", async () => {
    const answer = await call("/v1/messages?beta=true", {
      headers: {
        "x-api-key": "placeholder",
        authorization: "Bearer inside",
        cookie: "c=1",
        "anthropic-beta": "one",
        "x-forwarded-for": "1.2.3.4",
      },
      body: '{"a":1}',
    });
    expect(answer).toEqual({ status: 200, text: events });
    expect(seen[0]).toMatchObject({ url: "/base/v1/messages?beta=true", body: '{"a":1}' });
    expect(seen[0]?.headers).toMatchObject({ "x-api-key": canary, "anthropic-beta": "one" });
    for (const name of ["authorization", "cookie", "x-forwarded-for"])
      expect(seen[0]?.headers[name]).toBeUndefined();
  });

  it("[SBX-1] serves model calls only", async () => {
    expect((await call("/v1/messages", { method: "GET" })).status).toBe(404);
    expect((await call("/v1/messages/count_tokens")).status).toBe(404);
    expect((await call("/v1/files")).status).toBe(404);
    expect((await call("/v1/messages/../files")).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it("[SBX-1] counts for the turn that the worker set, and refuses without one", async () => {
    await call("/v1/messages");
    await call("/v1/messages");
    expect(gateway.takeTokens("turn-1")).toEqual({ inputTokens: 22, outputTokens: 14 });
    door.assignTurn(null);
    expect((await call("/v1/messages")).status).toBe(403);
    expect(seen).toHaveLength(2);
    expect(gateway.takeTokens("turn-1")).toEqual({ inputTokens: 0, outputTokens: 0 });
  });

  it("[SBX-1] gives a runtime placeholders and a socket that no other user opens", async () => {
    const environment = await door.environment("/run/gateway.sock");
    expect(environment).toMatchObject({ ANTHROPIC_UNIX_SOCKET: "/run/gateway.sock" });
    expect(JSON.stringify(environment)).not.toContain("canary");
    expect(statSync(door.socketPath).mode & 0o777).toBe(0o600);
    expect(statSync(join(door.socketPath, "..")).mode & 0o777).toBe(0o700);
  });

  it("finds a place for sockets where the given path is too long for one", async () => {
    await gateway.close();
    folder = join(folder, "x".repeat(90));
    await mkdir(folder);
    open("http://127.0.0.1:1");
    door = await gateway.open("demo");
    door.assignTurn("turn-1");
    expect((await call("/v1/messages", { body: "hi" })).text).toBe("demo heard hi");
  });

  it("[SBX-2] passes a local sign-in to its own provider alone", async () => {
    await gateway.close();
    open(`http://127.0.0.1:${(provider.address() as AddressInfo).port}`, null);
    door = await gateway.open("claude-code");
    door.assignTurn("turn-1");
    expect((await call("/v1/messages")).status).toBe(401);
    expect(seen).toEqual([]);
    expect(JSON.stringify(await door.environment("/s"))).not.toContain("token-of-the-machine");
  });

  it("[ERR-1] tells that the provider cannot be reached", async () => {
    await gateway.close();
    open("http://127.0.0.1:1");
    door = await gateway.open("claude-code");
    door.assignTurn("turn-1");
    const answer = await call("/v1/messages");
    expect(answer.status).toBe(502);
    expect(answer.text).toContain("could not be reached");
    expect(answer.text).not.toContain("canary");
  });

  it("[RT-2] lets the demo's model answer in this process", async () => {
    const demo = await gateway.open("demo");
    demo.assignTurn("turn-2");
    await door.close();
    door = demo;
    expect((await call("/v1/messages", { body: "hello" })).text).toBe("demo heard hello");
    expect(await demo.environment("/s")).toHaveProperty("ANTHROPIC_API_KEY");
    expect(seen).toEqual([]);
  });
});

describe("credentialHeader", () => {
  const signIn = async () => ({ accessToken: "token-of-the-machine", isExpired: false });
  it.each([
    ["https://api.anthropic.com", null, { authorization: "Bearer token-of-the-machine" }],
    ["https://api.anthropic.com/", "key", { "x-api-key": "key" }],
    ["http://api.anthropic.com", null, null],
    ["https://api.anthropic.com:8443", null, null],
    ["https://api.anthropic.com.evil.example", null, null],
    ["https://gateway.acme.example", null, null],
    ["https://gateway.acme.example", "key", { "x-api-key": "key" }],
  ])("[SBX-2] opens %s with key %s by %o", async (upstream, apiKey, header) => {
    expect(await credentialHeader(new URL(upstream), { apiKey, signIn })).toEqual(header);
  });
});

describe("readSignIn", () => {
  it("[SBX-2] reads what Claude's command stores and tells when it has expired", async () => {
    const folder = await mkdtemp(join(tmpdir(), "second-sign-in-"));
    const path = join(folder, ".credentials.json");
    expect(await readSignIn(path)).toBeNull();
    await writeFile(path, JSON.stringify({ claudeAiOauth: { accessToken: "t", expiresAt: 1_000 } }));
    expect(await readSignIn(path, () => 999)).toEqual({ accessToken: "t", isExpired: false });
    expect(await readSignIn(path, () => 1_000)).toEqual({ accessToken: "t", isExpired: true });
    await writeFile(path, "{}");
    expect(await readSignIn(path)).toBeNull();
    await rm(folder, { recursive: true });
  });
});
