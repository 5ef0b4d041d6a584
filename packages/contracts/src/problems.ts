import { z } from "zod";

type Retry = "never" | "later" | "after-refetch" | "after-sign-in" | "after-fix";
interface ProblemKind {
  /** HTTP status; null for failures that only ever end a turn. */
  status: number | null;
  /** What people read: what happened and what to do next. */
  title: string;
  retry: Retry;
}

const kind = (status: number | null, retry: Retry, title: string): ProblemKind => ({ status, title, retry });

/** The one table of failures. A code is `area.reason_in_snake_case`; each is tested. */
export const problems = {
  "identity.required": kind(401, "after-sign-in", "Sign in to continue."),
  "identity.profile_required": kind(401, "after-sign-in", "Tell us your name and email to continue."),
  "workspace.required": kind(403, "after-fix", "Create or join a workspace first."),
  "resource.not_found": kind(404, "never", "There is nothing here that you can see."),
  "access.forbidden": kind(403, "never", "You may not do this here."),
  "request.origin_refused": kind(403, "never", "You may not do this here."),
  "host.refused": kind(421, "never", "This address is not served here."),
  "request.invalid": kind(400, "never", "Some fields need attention."),
  "request.media_type": kind(415, "never", "Send this as JSON."),
  "request.too_large": kind(413, "never", "This is larger than the server accepts."),
  "request.timeout": kind(503, "later", "This took too long. Try again."),
  "request.rate_limited": kind(429, "later", "Too many requests. Try again in a moment."),
  "request.method_not_allowed": kind(405, "never", "This address does not take that method."),
  "limit.reached": kind(409, "never", "A limit of this workspace is reached."),
  "member.exists": kind(409, "never", "This person is already a member."),
  "member.last_owner": kind(409, "never", "A workspace needs an owner. Make someone else owner first."),
  "member.own_role": kind(400, "never", "Nobody changes their own role. Ask another owner."),
  "invitation.unusable": kind(410, "never", "This invitation can no longer be used. Ask for a new one."),
  "audit.unavailable": kind(503, "later", "Not available right now; nothing was changed."),
  "app.invalid_prompt": kind(400, "never", "Describe the app in 1 to 20,000 characters."),
  "app.invalid_name": kind(400, "never", "A name has 2 to 80 characters."),
  "app.files_damaged": kind(
    null,
    "after-fix",
    "Files of this app are damaged on the server. Restore one of its versions, or ask an operator.",
  ),
  "runtime.invalid": kind(400, "never", "This agent or model is not known here."),
  "runtime.not_allowed": kind(403, "never", "This workspace does not allow that model."),
  "runtime.not_installed": kind(409, "after-fix", "That agent is not installed here."),
  "idempotency.reused": kind(422, "never", "This was already sent with other content."),
  "run.queue_full": kind(429, "later", "A message is already waiting."),
  "run.busy": kind(409, "later", "The agent is working on this app. Wait, or stop it."),
  "run.cursor_expired": kind(409, "after-refetch", "This part of the conversation moved on. Reload it."),
  "run.nothing_to_undo": kind(409, "never", "This turn changed nothing that can be undone."),
  "decision.closed": kind(409, "after-refetch", "Someone already decided."),
  "decision.card_changed": kind(409, "after-refetch", "This card changed; read it again."),
  "version.conflict": kind(409, "after-refetch", "Someone changed this since you opened it."),
  "turn.build_incomplete": kind(null, "later", "The app did not build. Your earlier version is kept."),
  "turn.repeated_error": kind(null, "later", "The same error came back three times, so the agent stopped."),
  "turn.limit_reached": kind(null, "later", "This turn reached its limit. What was done is kept."),
  "turn.timed_out": kind(null, "later", "This turn took too long and was ended. What was done is kept."),
  "turn.worker_lost": kind(null, "later", "The builder was lost and could not go on. What was done is kept."),
  "build.snapshot_limit": kind(null, "never", "The app is too large to keep."),
  "build.file_refused": kind(null, "never", "An app consists of plain files only."),
  "build.dependency_refused": kind(null, "never", "This dependency is not accepted."),
  "build.dependencies_unavailable": kind(null, "later", "A dependency could not be installed."),
  "model.not_configured": kind(409, "after-fix", "This model has no key yet. Ask an admin, or try the demo."),
  "model.auth_failed": kind(null, "after-fix", "The provider refused the sign-in."),
  "model.rate_limited": kind(null, "later", "The provider is limiting requests. Try again in a moment."),
  "model.overloaded": kind(null, "later", "The model is overloaded. Try again, or switch model."),
  "model.unreachable": kind(null, "later", "The model could not be reached. Try again."),
  "model.context_too_long": kind(
    null,
    "never",
    "This conversation is too long. Start a new one on this app.",
  ),
  "model.failed": kind(null, "later", "The model ended with an error. Try again."),
  "runtime.crashed": kind(null, "later", "The agent process ended unexpectedly."),
  "worker.unavailable": kind(503, "later", "No builder is available. Try again in a moment."),
  "worker.fenced": kind(409, "never", "A newer turn has taken over this app."),
  "sandbox.missing": kind(
    503,
    "after-fix",
    "Agents are off: this server cannot isolate them. Ask an operator.",
  ),
  "document.conflict": kind(409, "after-refetch", "Someone changed this since you opened it."),
  "document.invalid": kind(422, "never", "Some fields need attention."),
  "document.exists": kind(409, "never", "A record with this id already exists."),
  "document.version_required": kind(428, "after-refetch", "Read this record again before replacing it."),
  "document.too_large": kind(413, "never", "This record is larger than 256 KB."),
  "data.collection_limit": kind(409, "never", "This app can't have another collection."),
  "data.storage_full": kind(507, "never", "This app's storage is full; nothing was lost."),
  "data.behind": kind(503, "later", "The data is being updated; one moment."),
  "query.cursor_invalid": kind(400, "after-refetch", "This page is no longer available; start again."),
  "query.too_broad": kind(422, "never", "This search covers too much; narrow it."),
  "stream.limit": kind(503, "later", "Too many open streams. Try again in a moment."),
  "access.lost": kind(null, "never", "You no longer have access to this."),
  "system.disk_full": kind(507, "after-fix", "The server's disk is full. Nothing was lost; ask an operator."),
  "system.draining": kind(503, "later", "Second is restarting. This page continues by itself."),
  "system.unavailable": kind(503, "later", "Not available right now; nothing was changed. Try again."),
  "system.unexpected": kind(500, "later", "Something went wrong on our side. Nothing was changed."),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** What is wrong with one field. `pointer` is a JSON pointer (RFC 6901) into what was sent. */
export const fieldFaultSchema = z.object({ pointer: z.string(), message: z.string() });
export type FieldFault = z.infer<typeof fieldFaultSchema>;

export interface ProblemDetails {
  /** A sentence about this occurrence; the table's title when absent. */
  detail?: string;
  fields?: FieldFault[];
  /** Machine-readable extras, e.g. `permission`, `limit`, `current`. Never secrets or contents of others. */
  extra?: Record<string, unknown>;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The one error class. Recognise it with {@link problemOf}, never with `instanceof`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(
      details.detail ?? problems[code].title,
      details.cause === undefined ? {} : { cause: details.cause },
    );
    this.name = "Problem";
    this.code = code;
    this.details = details;
  }
}

/** The problem behind an error, or null. Looks at `code`, so it works across copies of this module. */
export function problemOf(error: unknown): Problem | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const { code } = error;
  return typeof code === "string" && Object.hasOwn(problems, code) ? (error as Problem) : null;
}

/** Body of `application/problem+json` (RFC 9457), with our `code`, `requestId` and extras. */
export const problemBodySchema = z.looseObject({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  retry: z.string(),
  requestId: z.string().optional(),
  fields: z.array(fieldFaultSchema).optional(),
});
export type ProblemBody = z.infer<typeof problemBodySchema>;
