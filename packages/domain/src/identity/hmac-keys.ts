import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { KeyPurpose, Keys } from "../platform.ts";

/**
 * Keys derived from secrets of at least 32 bytes, one per purpose (HKDF-SHA-256, RFC 5869). The first secret signs,
 * all of them verify, so that a secret can be replaced without signing anyone out.
 */
export function hmacKeys(secrets: readonly Uint8Array[]): Keys {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < 32))
    throw new Error("keys need at least one secret, each of 32 bytes or more");
  const derived = new Map<KeyPurpose, Buffer[]>();
  const keysFor = (purpose: KeyPurpose): Buffer[] => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = secrets.map((secret) =>
      Buffer.from(hkdfSync("sha256", secret, "", `second:${purpose}`, 32)),
    );
    derived.set(purpose, made);
    return made;
  };
  const mac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  return {
    sign(purpose, text) {
      const [first] = keysFor(purpose);
      if (!first) throw new Error("no key");
      return mac(first, text);
    },
    verify(purpose, text, candidate) {
      return keysFor(purpose).some((key) => {
        const expected = mac(key, text);
        return candidate.length === expected.length && timingSafeEqual(expected, candidate);
      });
    },
  };
}
