import { Problem, type ProblemBody, type ProblemCode, problemOf, problems } from "@second/contracts";
import type { Log } from "@second/domain";

/** Failures of store and bus that mean something to callers; the rest is unexpected. */
const engineCodes: Readonly<Record<string, ProblemCode>> = {
  "store.disk_full": "system.disk_full",
  "store.unavailable": "system.unavailable",
  "bus.unavailable": "system.unavailable",
};

/** The problem that an error is answered as. Whatever is not known becomes `system.unexpected` without its details. */
export function toProblem(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem && problems[problem.code].status !== null) return problem;
  const code =
    typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
      ? engineCodes[error.code]
      : undefined;
  return new Problem(code ?? "system.unexpected", { cause: error });
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { status, title, retry } = problems[problem.code];
  const { detail, fields, extra } = problem.details;
  return {
    type: `urn:second:problem:${problem.code}`,
    code: problem.code,
    title,
    status: status ?? 500,
    retry,
    ...(detail === undefined ? {} : { detail }),
    ...(fields === undefined ? {} : { fields }),
    // Nothing tells one missing thing from another, so this body never varies.
    ...(problem.code === "resource.not_found" ? {} : { requestId }),
    ...extra,
  };
}

/** The one place where an error becomes `application/problem+json` (RFC 9457). */
export function problemAnswer(
  error: unknown,
  request: { requestId: string; route: string; log: Log; headers?: Record<string, string> },
): Response {
  const problem = toProblem(error);
  const { requestId, route, log } = request;
  const body = problemBody(problem, requestId);
  if (body.status >= 500) {
    const cause = problem.details.cause ?? error;
    log.error("request.failed", {
      requestId,
      route,
      code: problem.code,
      stack: cause instanceof Error ? cause.stack : String(cause),
    });
  }
  const { retryAfterSeconds } = problem.details;
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterSeconds)) }),
      ...request.headers,
    },
  });
}
