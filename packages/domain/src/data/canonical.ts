/**
 * Canonical JSON (RFC 8785): names sorted by UTF-16 unit, no spaces. Equal values have equal texts.
 * Takes plain JSON values only.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts: string[] = [];
  // A plain object, as the branches above leave nothing else of JSON.
  const object = value as Record<string, unknown>;
  for (const name of Object.keys(object).sort()) {
    parts.push(`${JSON.stringify(name)}:${canonicalJson(object[name])}`);
  }
  return `{${parts.join(",")}}`;
}
