import { get } from "node:http";

export interface Answer {
  status: number;
  /** The parsed body; null when it is no JSON. */
  body: unknown;
}

/** Asks one of our own processes, as `localhost`: the one name that is always served. Null when it does not answer. */
export function ask(
  url: string,
  patienceMs: number,
  headers: Record<string, string> = {},
): Promise<Answer | null> {
  return new Promise((resolve) => {
    const request = get(
      url,
      { headers: { host: "localhost", ...headers }, agent: false, signal: AbortSignal.timeout(patienceMs) },
      (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => {
            text += part;
          })
          .on("end", () => resolve({ status: response.statusCode ?? 0, body: parsed(text) }))
          .on("error", () => resolve(null));
      },
    );
    request.on("error", () => resolve(null));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
