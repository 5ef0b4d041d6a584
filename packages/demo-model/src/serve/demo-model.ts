import { eventStream, messageOf, type Pace } from "./event-stream.ts";
import { answerOf, inputTokens, messagesRequestSchema } from "./messages-api.ts";

export interface DemoModelOptions {
  /** `human` writes about sixty words a second and a file a second; `instant`, the default, waits for nothing. */
  pace?: Pace;
}

/** Answers a request of Anthropic's Messages API. It keeps no state, uses no network, and never rejects. */
export type DemoModel = (request: Request) => Promise<Response>;

const bodyLengthMax = 32 * 1024 * 1024;

type ErrorType = "invalid_request_error" | "not_found_error" | "request_too_large" | "api_error";
const statusOf: Record<ErrorType, number> = {
  invalid_request_error: 400,
  not_found_error: 404,
  request_too_large: 413,
  api_error: 500,
};

/** The demo: plans and builds simple apps by fixed rules, for runtimes that speak the Messages API. No AI. */
export function createDemoModel({ pace = "instant" }: DemoModelOptions = {}): DemoModel {
  return async (request) => {
    try {
      return await respond(request, pace);
    } catch {
      // A mistake in the demo's rules must not leave a runtime without an answer.
      return failure("api_error", "The demo could not answer this.");
    }
  };
}

async function respond(request: Request, pace: Pace): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/\/+$/, "");
  const isCount = path.endsWith("/v1/messages/count_tokens");
  if (request.method !== "POST" || !(isCount || path.endsWith("/v1/messages"))) {
    return failure(
      "not_found_error",
      "The demo answers POST /v1/messages and POST /v1/messages/count_tokens.",
    );
  }
  const body = await request.text();
  if (body.length > bodyLengthMax) return failure("request_too_large", "The request is longer than 32 MiB.");
  const parsed = messagesRequestSchema.safeParse(parseJson(body));
  if (!parsed.success) return failure("invalid_request_error", explain(parsed.error.issues[0]));
  if (isCount) return Response.json({ input_tokens: inputTokens(parsed.data) });
  const answer = answerOf(parsed.data);
  if (!parsed.data.stream) return Response.json(messageOf(answer), { headers: { "request-id": answer.id } });
  return new Response(eventStream(answer, pace), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-cache", "request-id": answer.id },
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null; // The schema refuses it with a message.
  }
}

function explain(issue: { path: PropertyKey[]; message: string } | undefined): string {
  const where = issue?.path.map(String).join(".") ?? "";
  return `${where === "" ? "body" : where}: ${issue?.message ?? "is not valid"}`;
}

function failure(type: ErrorType, message: string): Response {
  return Response.json({ type: "error", error: { type, message } }, { status: statusOf[type] });
}
