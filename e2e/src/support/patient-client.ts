import { setTimeout as pause } from "node:timers/promises";

/** A person over HTTP who asks until they are answered: a dead web is told from a refusal. */
export interface PatientClient {
  readonly url: string;
  /** Of its session, as it is now. */
  cookie(): string;
  /** @throws what the server refuses */
  send(method: string, path: string, sending?: { body?: unknown; key?: string }): Promise<Response>;
  /** One try, whatever it is answered. */
  once(method: string, path: string, sending?: { body?: unknown; key?: string }): Promise<Response>;
  json<T>(method: string, path: string, sending?: { body?: unknown; key?: string }): Promise<T>;
  /** One try at a stream. @throws when there is no connection */
  stream(path: string, lastId: string | null, signal: AbortSignal): Promise<Response>;
}

const againMs = 100;

/** `cookie` is of a session that exists. */
export function patientClient(url: string, cookie = ""): PatientClient {
  let present = cookie;
  const client: PatientClient = {
    url,
    cookie: () => present,
    async once(method, path, { body, key } = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          origin: url,
          cookie: present,
          ...(key === undefined ? {} : { "idempotency-key": key }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      present = response.headers.get("set-cookie")?.split(";", 1)[0] ?? present;
      return response;
    },
    async send(method, path, sending) {
      for (;;) {
        try {
          const response = await client.once(method, path, sending);
          if (response.ok) return response;
          const words = await response.text();
          if (response.status < 500) throw new Error(`${method} ${path}: ${response.status} ${words}`);
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
        headers: { cookie: present, ...(lastId === null ? {} : { "last-event-id": lastId }) },
        signal,
      }),
  };
  return client;
}
