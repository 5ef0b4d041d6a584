const secretPatterns: readonly RegExp[] = [
  /\b(?:sk|pk|rk|ghp|gho|ghs|xox[abp])[-_][A-Za-z0-9_-]{6,}/g,
  /\bBearer\s+[A-Za-z0-9._~+/=-]+/gi,
  /\b(?:x-api-key|api[-_ ]?key|authorization|token|secret|password)\b["']?\s*[:=]\s*["']?[^\s"',}]+/gi,
  /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g,
  /\b[A-Za-z0-9+/_-]{40,}={0,2}/g,
  /(?<=:\/\/)[^/\s@]+@/g,
];

const lengthMax = 240;

/** A provider's text without keys and tokens, on one line, at most 240 characters. */
export function redactProviderText(text: string): string {
  const clean = secretPatterns.reduce((rest, pattern) => rest.replace(pattern, "[redacted]"), text);
  const line = clean.replace(/\s+/g, " ").trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1)}…`;
}
