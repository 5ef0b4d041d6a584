/** Nodes that count as nothing else would keep a walk going forever. */
const nodeBytes = 4;

/**
 * Whether a cloned value consists of JSON values only and takes no more than about `bytesMax` as JSON text. Looks at no
 * more than it needs to say no, so that a huge or endless value costs little.
 */
export function isSmallJson(value: unknown, bytesMax: number): boolean {
  const open: unknown[] = [value];
  let left = bytesMax;
  while (open.length > 0) {
    const next = open.pop();
    left -= nodeBytes;
    if (typeof next === "string") left -= textBytes(next, left);
    else if (Array.isArray(next)) {
      if (next.length * nodeBytes > left) return false;
      for (const item of next) open.push(item);
    } else if (typeof next === "object" && next !== null) {
      if (!isPlain(next)) return false;
      for (const [name, item] of Object.entries(next)) {
        left -= textBytes(name, left);
        if (left < 0) return false;
        open.push(item);
      }
    } else if (typeof next === "bigint" || typeof next === "function" || typeof next === "symbol")
      return false;
    if (left < 0) return false;
  }
  return true;
}

/** The size in UTF-8; of a text that is too long anyway, only that it is. */
function textBytes(text: string, left: number): number {
  if (text.length > left || text.length * 3 <= 256) return text.length;
  return new TextEncoder().encode(text).length;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another window's objects have another prototype; a clone of a plain object is made in this one.
  return prototype === Object.prototype || prototype === null;
}
