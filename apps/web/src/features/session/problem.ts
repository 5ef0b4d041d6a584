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

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function faults(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fault: unknown) => {
    if (typeof fault !== "object" || fault === null) return [];
    const { pointer, message } = fault as Record<string, unknown>;
    return typeof pointer === "string" && typeof message === "string" ? [{ pointer, message }] : [];
  });
}

/** Reads an `application/problem+json` answer (RFC 9457); never throws. */
export async function readProblem(response: Response): Promise<PageProblem> {
  const headerId = response.headers.get("x-request-id") ?? undefined;
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null) return unreadable(response.status, headerId);
  const fields = body as Record<string, unknown>;
  const code = text(fields.code);
  const title = text(fields.title);
  if (!code || !title) return unreadable(response.status, headerId);
  const after = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    code,
    status: response.status,
    message: text(fields.detail) ?? title,
    retry: text(fields.retry) ?? "never",
    requestId: text(fields.requestId) ?? headerId,
    fields: faults(fields.fields),
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
