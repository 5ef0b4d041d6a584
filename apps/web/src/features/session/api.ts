import { ApiError, readProblem, unreachable } from "./problem.ts";

export interface CallOptions {
  body?: unknown;
  /** Makes a repeated call answer as the first did; keep one for as long as the person means one thing. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(unreachable);
  }
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  // The answer's shape is the route's contract; this page and the server are built together.
  return (await response.json()) as T;
}

/** The HTTP interface from the browser. Rejects with an `ApiError`; paths begin with `/api/`. */
export const api = {
  /** A file's text as it is. */
  text: async (path: string, options: CallOptions = {}) => (await send("GET", path, options)).text(),
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, options),
  post: <T>(path: string, body: unknown = {}, options?: CallOptions) =>
    call<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body: unknown = {}, options?: CallOptions) =>
    call<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", path, { ...options, body }),
  delete: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, options),
};
