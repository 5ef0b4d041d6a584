import { Transform } from "node:stream";

const replacement = Buffer.from("[redacted]");

/**
 * Passes bytes on without the secret, should it be among them. Bytes wait for the next chunk only while they may be the
 * secret's beginning.
 */
export function withoutSecret(secret: string): Transform {
  const wanted = Buffer.from(secret);
  let held = Buffer.alloc(0);

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let rest = Buffer.concat([held, chunk]);
      for (let at = rest.indexOf(wanted); at >= 0; at = rest.indexOf(wanted)) {
        this.push(rest.subarray(0, at));
        this.push(replacement);
        rest = rest.subarray(at + wanted.length);
      }
      const kept = beginningAtEnd(rest, wanted);
      held = rest.subarray(rest.length - kept);
      if (rest.length > kept) this.push(rest.subarray(0, rest.length - kept));
      done();
    },
    flush(done) {
      if (held.length > 0) this.push(held);
      done();
    },
  });
}

/** How many bytes at the end of `text` are a beginning of `wanted`. */
function beginningAtEnd(text: Buffer, wanted: Buffer): number {
  for (let size = Math.min(text.length, wanted.length - 1); size > 0; size -= 1)
    if (text.subarray(text.length - size).equals(wanted.subarray(0, size))) return size;
  return 0;
}
