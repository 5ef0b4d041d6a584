import {
  type AppDocument,
  type BridgeError,
  type FieldFault,
  type ProblemCode,
  problems,
} from "@second/contracts";
import { isRecord } from "../session/problem.ts";

/** The answer to a frame for a failure that the page itself finds. */
export function bridgeError(
  code: ProblemCode,
  details: { detail?: string; fields?: FieldFault[] } = {},
): BridgeError {
  const { status, title, retry } = problems[code];
  return { code, title, status: status ?? 500, retryable: retry === "later", ...details };
}

/** No answer came: the device is offline, or the server is away. Only the SDK's own code says so. */
export const unreachableError: BridgeError = {
  code: "offline",
  title: "The server could not be reached.",
  status: 0,
  retryable: true,
};

/** What a failed call says, for the frame. `retryAfterMs` is the server's own wish, else 0. */
export interface CallFailure {
  error: BridgeError;
  retryAfterMs: number;
}

/** Reads `application/problem+json`; anything else is a server that is away for a moment. Never throws. */
export async function readFailure(response: Response): Promise<CallFailure> {
  const seconds = Number(response.headers.get("retry-after"));
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : 0;
  const body: unknown = await response.json().catch(() => null);
  if (!isRecord(body) || typeof body.code !== "string" || typeof body.title !== "string") {
    return { error: bridgeError("system.unavailable"), retryAfterMs };
  }
  const { code, title, detail, retry, fields, current, index } = body;
  const error: BridgeError = { code, title, status: response.status, retryable: retry === "later" };
  if (typeof detail === "string") error.detail = detail;
  // Both as our own server writes them.
  if (Array.isArray(fields)) error.fields = fields as FieldFault[];
  if (isRecord(current)) error.current = current as AppDocument;
  if (typeof index === "number") error.index = index;
  if (retryAfterMs > 0) error.retryAfterMs = retryAfterMs;
  return { error, retryAfterMs };
}

const refusals: ReadonlySet<unknown> = new Set([401, 403, 404]);

/** A status that says: this person may not see it. Asking again cannot help. */
export const isDeniedStatus = (status: unknown) => refusals.has(status);
