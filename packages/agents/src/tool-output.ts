const outputCharactersMax = 100_000;

/**
 * What a tool answered, freed of the wrappings that runtimes put around it: content lists become their text, and
 * text that is a JSON object or list becomes that value. Very long text is cut in the middle.
 */
export function unwrapToolOutput(output: unknown): unknown {
  if (typeof output === "string") return parseJson(output) ?? shorten(output);
  if (!Array.isArray(output) || output.length === 0) return output ?? null;
  const texts = output.map((part: unknown) => textOf(part));
  if (texts.every((text) => text === null)) return output;
  return unwrapToolOutput(texts.map((text) => text ?? "[not text]").join("\n"));
}

/** True for an answer with which a card is shown and the turn ends. */
export function isPresented(output: unknown): boolean {
  const value = unwrapToolOutput(output);
  return isRecord(value) && value.ok === true && value.status === "presented";
}

function textOf(part: unknown): string | null {
  return isRecord(part) && part.type === "text" && typeof part.text === "string" ? part.text : null;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Ordinary text that happens to start with a bracket.
  }
}

function shorten(text: string): string {
  if (text.length <= outputCharactersMax) return text;
  const half = outputCharactersMax / 2;
  const left = text.length - outputCharactersMax;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(-half)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
