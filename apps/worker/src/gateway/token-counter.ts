import { z } from "zod";

export interface TokenCount {
  inputTokens: number;
  outputTokens: number;
}

const usageSchema = z.object({
  input_tokens: z.number().catch(0),
  output_tokens: z.number().catch(0),
});
const eventSchema = z.object({
  message: z.object({ usage: usageSchema }).optional(),
  usage: usageSchema.optional(),
});

const lineCharactersMax = 64 * 1024;

/** Reads along a streamed answer of the Messages API and counts its tokens. It never changes or delays a byte. */
export function createTokenCounter(): { read(chunk: Buffer): void; count(): TokenCount } {
  const decoder = new TextDecoder();
  let rest = "";
  let inputTokens = 0;
  let outputTokens = 0;

  function readLine(line: string): void {
    if (!line.startsWith("data:") || !line.includes('"usage"')) return;
    let value: unknown;
    try {
      value = JSON.parse(line.slice("data:".length));
    } catch {
      return; // Not ours to judge: the runtime reads the same bytes.
    }
    const event = eventSchema.safeParse(value).data;
    const usage = event?.message?.usage ?? event?.usage;
    if (!usage) return;
    // `message_start` tells the input, later events the output so far.
    if (event?.message) inputTokens = usage.input_tokens;
    outputTokens = Math.max(outputTokens, usage.output_tokens);
  }

  return {
    read(chunk) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > lineCharactersMax) rest = "";
      for (const line of lines) readLine(line);
    },
    count: () => ({ inputTokens, outputTokens }),
  };
}
