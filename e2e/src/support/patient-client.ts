import { setTimeout as pause } from "node:timers/promises";

/** A person over HTTP who asks until they are answered: a dead web is told from a refusal. */
export interface PatientClient {
  readonly url: string;
  /** @throws what the server refuses */
  send(method: string, path: string, sending?: { body?: unknown; key?: string }): Promise<Response>;
  json<T>(method: string, path: string, sending?: { body?: unknown; key?: string }): Promise<T>;
  /** One try at a stream. @throws when there is no connection */
  stream(path: string, lastId: string | null, signal: AbortSignal): Promise<Response>;
}

const againMs = 100;

export function patientClient(url: string): PatientClient {
  let cookie = "";
  const client: PatientClient = {
    url,
    async send(method, path, { body, key } = {}) {
      for (;;) {
        try {
          const response = await fetch(`${url}${path}`, {
            method,
            headers: {
              origin: url,
              cookie,
              ...(key === undefined ? {} : { "idempotency-key": key }),
              ...(body === undefined ? {} : { "content-type": "application/json" }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? cookie;
          if (response.status < 500) {
            if (!response.ok)
              throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
            return response;
          }
          await response.arrayBuffer();
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
        }
        await pause(againMs);
      }
    },
    json: async <T>(method: string, path: string, sending?: { body?: unknown; key?: string }) => {
      for (;;) {
        const response = await client.send(method, path, sending);
        try {
          return (await response.json()) as T; // our own server's answer
        } catch (error) {
          // The server died in the middle of its answer; asking again is harmless for all that is asked here.
          if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
        }
      }
    },
    stream: (path, lastId, signal) =>
      fetch(`${url}${path}`, {
        headers: { cookie, ...(lastId === null ? {} : { "last-event-id": lastId }) },
        signal,
      }),
  };
  return client;
}
