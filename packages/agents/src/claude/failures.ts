import type { ProblemCode } from "@second/contracts";
import { redactProviderText } from "../redact.ts";

export interface Failure {
  code: ProblemCode;
  /** Redacted, at most 240 characters. */
  detail: string;
}

const byKind: Readonly<Record<string, ProblemCode>> = {
  authentication_failed: "model.auth_failed",
  oauth_org_not_allowed: "model.auth_failed",
  account_on_hold: "model.auth_failed",
  verification_required: "model.auth_failed",
  cloud_credential_error: "model.auth_failed",
  rate_limit: "model.rate_limited",
  overloaded: "model.overloaded",
};

const byStatus: Readonly<Record<number, ProblemCode>> = {
  401: "model.auth_failed",
  403: "model.auth_failed",
  408: "model.unreachable",
  413: "model.context_too_long",
  429: "model.rate_limited",
  502: "model.unreachable",
  503: "model.overloaded",
  504: "model.unreachable",
  529: "model.overloaded",
};

/** The runtime's advice about a gateway, which is ours and not the reader's to check. */
const gatewayAdvice = / If it persists, check your inference gateway.*$/s;
const tooLong =
  /prompt is too long|context (?:length|window|limit)|input length and .*max_tokens.* exceed|too many tokens/i;
const unreachable =
  /unable to connect|connection (?:error|refused|closed|reset)|ECONN|ENOTFOUND|EAI_AGAIN|fetch failed|timed? ?out|socket|network|could not be reached/i;

/** What a provider's error means for people; `kind` is the runtime's own word for it, `status` the HTTP status. */
export function classifyFailure(error: {
  kind?: string | undefined;
  status?: number | undefined;
  text: string;
}): Failure {
  const detail = redactProviderText(error.text.replace(gatewayAdvice, ""));
  if (tooLong.test(error.text)) return { code: "model.context_too_long", detail };
  const status = error.status ?? statusIn(error.text);
  const code = (status === undefined ? undefined : byStatus[status]) ?? byKind[error.kind ?? ""];
  if (code) return { code, detail };
  if (status === undefined && unreachable.test(error.text)) return { code: "model.unreachable", detail };
  return { code: "model.failed", detail };
}

function statusIn(text: string): number | undefined {
  const status = /\bAPI Error:?\s*\(?(\d{3})\b/i.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}
