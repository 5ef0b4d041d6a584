import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appId, openWorkerUnderTest, startBody, workspaceId } from "./turns/testing/worker-under-test.ts";

let worker: Awaited<ReturnType<typeof openWorkerUnderTest>>;
beforeAll(async () => {
  worker = await openWorkerUnderTest();
});
afterAll(() => worker.close());

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const problem = async (response: Response) => ({ status: response.status, ...(await response.json()) });

describe("the worker's interface", () => {
  it.each([
    ["GET", "/runtimes"],
    ["POST", `/files/${workspaceId}/${appId}`],
    ["PUT", `/blobs/${"0".repeat(64)}`],
    ["GET", `/blobs/${"0".repeat(64)}`],
    ["POST", "/turns"],
    ["GET", "/turns/x/1/events"],
    ["POST", "/turns/x/1/stop"],
    ["POST", "/turns/x/1/ack"],
    ["POST", "/builds"],
    ["GET", "/anything"],
  ])("[OPS-54] refuses %s %s without the internal token", async (method, path) => {
    for (const given of ["", "wrong", "0123456789abcdef0123456789abcde"]) {
      const response = await worker.call(method, path, undefined, { "x-second-internal-token": given });
      expect(await problem(response)).toMatchObject({ status: 401, code: "identity.required" });
    }
  });

  it("accepts each of several tokens", async () => {
    const headers = { "x-second-internal-token": "other-token-0123456789abcdef0123456" };
    expect((await worker.call("GET", "/runtimes", undefined, headers)).status).toBe(200);
  });

  it("tells liveness and readiness to anyone", async () => {
    const none = { "x-second-internal-token": "" };
    expect((await worker.call("GET", "/health", undefined, none)).status).toBe(200);
    expect((await worker.call("GET", "/ready", undefined, none)).status).toBe(200);
    worker.setReady(false);
    expect((await worker.call("GET", "/ready", undefined, none)).status).toBe(503);
    worker.setReady(true);
  });

  it("[SBX-4] tells runtimes and isolation", async () => {
    expect(await (await worker.call("GET", "/runtimes")).json()).toEqual({
      runtimes: [],
      sandbox: { kind: "bwrap", reason: null },
    });
  });

  it("takes and gives blobs by their hash alone", async () => {
    const bytes = new TextEncoder().encode("hello");
    expect((await worker.call("PUT", `/blobs/${sha256("other")}`, bytes)).status).toBe(400);
    expect((await worker.call("PUT", `/blobs/${sha256("hello")}`, bytes)).status).toBe(204);
    expect(await (await worker.call("GET", `/blobs/${sha256("hello")}`)).text()).toBe("hello");
    expect((await worker.call("GET", `/blobs/${sha256("other")}`)).status).toBe(404);
    const huge = { "content-length": String(33 * 1024 * 1024) };
    expect((await worker.call("PUT", `/blobs/${sha256("hello")}`, bytes, huge)).status).toBe(413);
  });

  it("names the blobs that it lacks until files are equal to the manifest", async () => {
    const path = `/files/${workspaceId}/${appId}`;
    const text = "hello, files";
    const manifest = { "index.html": { sha256: sha256(text), sizeBytes: text.length } };
    const body = { fence: 1, manifest };
    expect(await (await worker.call("POST", path, body)).json()).toEqual({ missing: [sha256(text)] });
    await worker.call("PUT", `/blobs/${sha256(text)}`, new TextEncoder().encode(text));
    expect(await (await worker.call("POST", path, body)).json()).toEqual({ missing: [] });
    expect(await worker.workspaces.scan({ workspaceId, appId })).toEqual(manifest);
  });

  it("builds outside a turn", async () => {
    const response = await worker.call("POST", "/builds", { workspaceId, appId, fence: 1 });
    expect(await response.json()).toMatchObject({ status: "built" });
  });

  it.each([
    ["no JSON", "POST", "/turns", new TextEncoder().encode("{")],
    ["a missing field", "POST", "/turns", { ...startBody(1), prompt: undefined }],
    ["an unknown field", "POST", "/turns", { ...startBody(1), extra: 1 }],
    ["another protocol", "POST", "/turns", { ...startBody(1), protocol: 2 }],
    ["a foreign id", "POST", "/turns", { ...startBody(1), turnId: "run_1" }],
    ["an unknown tool", "POST", "/turns", startBody(1, { tools: ["rm_rf"] })],
    ["a path for an id", "POST", `/files/..%2F..%2Fetc/${appId}`, { fence: 1, manifest: null }],
    ["a negative fence", "POST", `/files/${workspaceId}/${appId}`, { fence: -1, manifest: null }],
  ])("refuses %s as request.invalid", async (_, method, path, body) => {
    expect(await problem(await worker.call(method, path, body))).toMatchObject({
      status: 400,
      code: "request.invalid",
    });
  });

  it("names the fields that are wrong", async () => {
    const answer = await problem(await worker.call("POST", "/turns", { ...startBody(1), attempt: 0 }));
    expect(answer.fields).toEqual([{ pointer: "/attempt", message: expect.any(String) }]);
  });
});
