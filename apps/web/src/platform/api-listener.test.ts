import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TextAnswer } from "@second/api";
import { afterEach, describe, expect, it } from "vitest";
import { createApiListener } from "./api-listener.ts";

type Fetch = Parameters<typeof createApiListener>[0]["fetch"];

let server: Server;
const serve = async (fetch: Fetch): Promise<string> => {
  server = createServer(createApiListener({ fetch }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
};
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe("the listener of the API", () => {
  it("writes a whole text with its status, headers and length in bytes", async () => {
    const url = await serve(async (request, client) => {
      const text = JSON.stringify({ sent: await request.text(), from: client?.address });
      const made = new TextAnswer(text, {
        status: 201,
        headers: { "content-type": "application/json", etag: "v1" },
      });
      return client?.write?.(made) ?? made.toResponse();
    });
    for (const word of ["Zoë", "again on the same connection"]) {
      const answer = await fetch(url, { method: "POST", body: word });
      const text = await answer.text();
      expect(JSON.parse(text)).toEqual({ sent: word, from: "127.0.0.1" });
      expect(answer.status).toBe(201);
      expect(answer.headers.get("etag")).toBe("v1");
      expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    }
  });

  it("sends a response with a body of its own as it comes", async () => {
    const url = await serve(async () => new Response(new Blob(["one ", "two"]).stream(), { status: 206 }));
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([206, "one two"]);
  });
});
