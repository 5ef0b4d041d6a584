import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { ModelHandler } from "./gateway.ts";

const bodyBytesMax = 32 * 1024 * 1024;

/** Lets a model that runs in this process answer, streaming both ways. */
export async function answerHere(
  handle: ModelHandler,
  {
    request,
    response,
    onChunk,
  }: { request: IncomingMessage; response: ServerResponse; onChunk: (chunk: Buffer) => void },
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyBytesMax) throw new Error("A model call is larger than 32 MB.");
    chunks.push(chunk);
  }
  const answer = await handle(
    new Request("http://model/v1/messages", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(chunks),
      signal: gone.signal,
    }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) {
    response.end();
    return;
  }
  // Node's own type of the same stream: under a browser's type library the two differ.
  const body = Readable.fromWeb(answer.body as NodeReadableStream<Uint8Array>);
  body.on("data", onChunk);
  await pipeline(body, response);
}
