import { Problem } from "@second/contracts";

const jsonType = /^application\/json(?:\s*;|$)/i;

function tooLarge(sizeBytesMax: number): Problem {
  return new Problem("request.too_large", {
    detail: `The server accepts ${Math.floor(sizeBytesMax / 1024).toLocaleString("en")} KiB here.`,
    extra: { limit: sizeBytesMax },
  });
}

const notJson = () =>
  new Problem("request.invalid", { fields: [{ pointer: "", message: "must be valid JSON" }] });

/** All bytes, counted as they arrive, so that a wrong or missing length costs nothing. */
async function readBytes(request: Request, sizeBytesMax: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > sizeBytesMax) throw tooLarge(sizeBytesMax);
  // Where a length is declared, the HTTP parser has held the sender to it.
  if (declared !== null) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > sizeBytesMax) {
      await reader.cancel();
      throw tooLarge(sizeBytesMax);
    }
    chunks.push(value);
  }
}

/** @throws `request.media_type` when the request says that its body is anything but JSON. */
export function checkMediaType(request: Request): void {
  const type = request.headers.get("content-type");
  if (type !== null && !jsonType.test(type)) throw new Problem("request.media_type");
}

/**
 * The JSON value of a body; undefined for an empty one.
 * @throws `request.too_large`, `request.media_type` for a body of unnamed type, `request.invalid` unless it is JSON in UTF-8.
 */
export async function readJson(request: Request, sizeBytesMax: number): Promise<unknown> {
  const bytes = await readBytes(request, sizeBytesMax);
  if (bytes.byteLength === 0) return undefined;
  if (request.headers.get("content-type") === null) throw new Problem("request.media_type");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw notJson();
  }
}
