const limits = { bytes: 8192, string: 512, array: 25, depth: 5, changedFields: 50 } as const;

/** Cuts what an audit event may not hold. `cut` tells whether anything was lost. */
function shorten(value: unknown, depth: number): { value: unknown; cut: boolean } {
  if (typeof value === "string")
    return value.length > limits.string
      ? { value: value.slice(0, limits.string), cut: true }
      : { value, cut: false };
  if (typeof value !== "object" || value === null) return { value, cut: false };
  if (depth >= limits.depth) return { value: Array.isArray(value) ? [] : {}, cut: true };
  if (Array.isArray(value)) {
    const kept = value.slice(0, limits.array).map((each) => shorten(each, depth + 1));
    return {
      value: kept.map((each) => each.value),
      cut: value.length > limits.array || kept.some((each) => each.cut),
    };
  }
  const entries = Object.entries(value).map(([key, each]) => [key, shorten(each, depth + 1)] as const);
  return {
    value: Object.fromEntries(entries.map(([key, each]) => [key, each.value])),
    cut: entries.some(([, each]) => each.cut),
  };
}

/** Metadata within the limits of one event; `cut` asks for the mark `_truncated`. */
export function shortenMetadata(metadata: object): { metadata: Record<string, unknown>; cut: boolean } {
  const shortened = shorten(metadata, 0);
  const kept = shortened.value as Record<string, unknown>; // an object stays an object
  let cut = shortened.cut;
  for (const key of Object.keys(kept).reverse()) {
    if (Buffer.byteLength(JSON.stringify(kept)) <= limits.bytes) break;
    // The form of a value is part of the event's schema, so an oversized one is emptied, never dropped.
    if (typeof kept[key] === "string") kept[key] = "";
    if (Array.isArray(kept[key])) kept[key] = [];
    cut = true;
  }
  return { metadata: kept, cut };
}

export function shortenFieldNames(names: readonly string[]): { names: string[]; cut: boolean } {
  const kept = names.slice(0, limits.changedFields).map((name) => name.slice(0, limits.string));
  const cut = names.length > limits.changedFields || names.some((name) => name.length > limits.string);
  return { names: kept, cut };
}
