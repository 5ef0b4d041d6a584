const lengthMax = 2_000;

/**
 * A text as it may stand in a log: without the capability of preview paths, credentials of addresses, bearer tokens,
 * and people's email addresses, and not longer than 2,000 characters.
 */
export function logText(text: string): string {
  return cut(text)
    .replace(/\/preview\/[^/\s"'?#]+/g, "/preview/[redacted]")
    .replace(/(\w:\/\/)[^/\s@]+@/g, "$1[redacted]@")
    .replace(/\b(Bearer|Basic)\s+\S+/gi, "$1 [redacted]")
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "[address]")
    .slice(0, lengthMax);
}

/** The beginning of a longer text. An address that ends with it may lack the `@` that would tell its credential. */
function cut(text: string): string {
  return text.length > lengthMax ? text.slice(0, lengthMax).replace(/(\w:\/\/)[^/\s]*$/, "$1[cut]") : text;
}
