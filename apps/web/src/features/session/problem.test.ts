import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./api.ts";
import { fieldMessage, pageProblem, readProblem } from "./problem.ts";

const body = {
  type: "about:blank",
  code: "request.invalid",
  title: "Some fields need attention.",
  status: 400,
  retry: "never",
  requestId: "req_1",
  fields: [{ pointer: "/email", message: "must be an email address" }],
};

const answer = (status: number, content: unknown, headers: Record<string, string> = {}) =>
  new Response(typeof content === "string" ? content : JSON.stringify(content), { status, headers });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("reading a problem", () => {
  it("gives code, text, fields and request id", async () => {
    const problem = await readProblem(answer(400, body));
    expect(problem).toMatchObject({ code: "request.invalid", message: body.title, requestId: "req_1" });
    expect(fieldMessage(problem, "/email")).toBe("must be an email address");
    expect(fieldMessage(problem, "/name")).toBeUndefined();
  });

  it("prefers the occurrence's own sentence and reads how long to wait", async () => {
    const limited = { ...body, code: "request.rate_limited", detail: "Too many. Try again in 7 seconds." };
    const problem = await readProblem(answer(429, limited, { "retry-after": "7" }));
    expect(problem).toMatchObject({ message: "Too many. Try again in 7 seconds.", retryAfterSeconds: 7 });
  });

  it("says what it can about an answer that is no problem", async () => {
    const problem = await readProblem(answer(502, "<html>", { "x-request-id": "req_9" }));
    expect(problem).toMatchObject({ code: "client.unreadable", status: 502, requestId: "req_9" });
  });
});

describe("calling the interface", () => {
  it("sends JSON with the idempotency key and answers the body", async () => {
    const fetch = vi.fn(async () => answer(201, { id: "app_1" }));
    vi.stubGlobal("fetch", fetch);
    await expect(api.post("/api/x", { a: 1 }, { idempotencyKey: "k" })).resolves.toEqual({ id: "app_1" });
    expect(fetch).toHaveBeenCalledWith(
      "/api/x",
      expect.objectContaining({
        method: "POST",
        body: '{"a":1}',
        headers: expect.objectContaining({ "content-type": "application/json", "idempotency-key": "k" }),
      }),
    );
  });

  it("rejects with the problem, and with its own one when no answer comes", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => answer(400, body)),
    );
    await expect(api.get("/api/x").catch(pageProblem)).resolves.toMatchObject({ code: "request.invalid" });
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => Promise.reject(new TypeError("Failed to fetch"))),
    );
    await expect(api.get("/api/x").catch(pageProblem)).resolves.toMatchObject({
      code: "client.unreachable",
      retry: "later",
    });
  });

  it("does not reveal an unexpected error", () => {
    expect(pageProblem(new TypeError("x is undefined")).message).not.toContain("undefined");
  });
});
