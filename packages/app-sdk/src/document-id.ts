const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new document's final id: a lower-case ULID, 48 bits of time and 80 random ones in 26 characters. */
export function newDocumentId(nowMs = Date.now()): string {
  let id = "";
  for (let rest = nowMs, place = 0; place < 10; place++, rest = Math.floor(rest / 32)) {
    id = alphabet.charAt(rest % 32) + id;
  }
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) id += alphabet.charAt(byte % 32);
  return id;
}
