import type { FieldFault, ProblemCode } from "@second/contracts";

/** A problem as a page or a component meets it: the server's, or one of the two that only a client can see. */
export interface PageProblem {
  code: ProblemCode | "client.unreachable" | "client.unreadable" | (string & {});
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** For people: the detail of this occurrence, else the code's own text. */
  message: string;
  retry: string;
  requestId: string | undefined;
  fields: readonly FieldFault[];
  /** Seconds to wait, where the server says so. */
  retryAfterSeconds: number | undefined;
}

const unreadable = (status: number, requestId: string | undefined): PageProblem => ({
  code: "client.unreadable",
  status,
  message: "The server gave an answer this page does not understand. Reload, and try again.",
  retry: "later",
  requestId,
  fields: [],
  retryAfterSeconds: undefined,
});

/** No answer at all: offline, or the server is restarting. */
export const unreachable: PageProblem = {
  code: "client.unreachable",
  status: 0,
  message: "The server could not be reached. Check your connection and try again.",
  retry: "later",
  requestId: undefined,
  fields: [],
  retryAfterSeconds: undefined,
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function faults(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fault: unknown) => {
    if (!isRecord(fault)) return [];
    const { pointer, message } = fault;
    return typeof pointer === "string" && typeof message === "string" ? [{ pointer, message }] : [];
  });
}

/** Reads an `application/problem+json` answer (RFC 9457); never throws. */
export async function readProblem(response: Response): Promise<PageProblem> {
  const headerId = response.headers.get("x-request-id") ?? undefined;
  const body: unknown = await response.json().catch(() => null);
  if (!isRecord(body)) return unreadable(response.status, headerId);
  const code = text(body.code);
  const title = text(body.title);
  if (!code || !title) return unreadable(response.status, headerId);
  const after = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    code,
    status: response.status,
    message: text(body.detail) ?? title,
    retry: text(body.retry) ?? "never",
    requestId: text(body.requestId) ?? headerId,
    fields: faults(body.fields),
    retryAfterSeconds: Number.isFinite(after) ? after : undefined,
  };
}

/** What `api` throws. Ask for its `problem.code`. */
export class ApiError extends Error {
  readonly problem: PageProblem;
  constructor(problem: PageProblem) {
    super(problem.message);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** The problem behind any error; an unexpected one says so without revealing itself. */
export function pageProblem(error: unknown): PageProblem {
  if (error instanceof ApiError) return error.problem;
  return {
    code: "system.unexpected",
    status: 500,
    message: "Something went wrong on this page. Reload it and try again.",
    retry: "later",
    requestId: undefined,
    fields: [],
    retryAfterSeconds: undefined,
  };
}

/** The message for one field, by its JSON pointer, e.g. `/email`. */
export function fieldMessage(problem: PageProblem | null, pointer: string): string | undefined {
  return problem?.fields.find((fault) => fault.pointer === pointer)?.message;
}
