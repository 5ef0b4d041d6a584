import { Problem, problemOf, type RouteName } from "@second/contracts";
import { recordDenial } from "@second/domain";
import { admit, type Guard } from "./guard/admit.ts";
import { type Client, createExchange, type Exchange } from "./guard/exchange.ts";
import type { RoutePlan } from "./guard/route-plan.ts";
import { writeSessionCookie } from "./guard/session-cookie.ts";
import type { Call } from "./handler.ts";
import { problemAnswer } from "./problem-answer.ts";
import { TextAnswer } from "./text-answer.ts";

const denialWindowMs = 60_000;
const requestIdPattern = /^[A-Za-z0-9_.-]{1,64}$/;

/** A trusted proxy's id when it is well formed, else a new one. */
export function requestIdOf(guard: Pick<Guard, "platform">, client: Client): string {
  const { requestId } = client;
  return requestId !== undefined && requestIdPattern.test(requestId) ? requestId : guard.platform.ids.ulid();
}

/** Records a refused permission, once per person, route and permission in a minute. */
async function noteDenial(guard: Guard, plan: RoutePlan, exchange: Exchange, error: unknown): Promise<void> {
  const problem = problemOf(error);
  const { member, requestId } = exchange;
  if (problem?.code !== "access.forbidden" || !member) return;
  const permission = String(problem.details.extra?.permission ?? "");
  const key = `denied:${member.workspaceId}:${member.userId}:${plan.name}:${permission}`;
  try {
    if ((await guard.windows.shared(key, denialWindowMs)).count > 1) return;
    await recordDenial(guard.platform, member, { permission, route: plan.name });
  } catch (failure) {
    guard.platform.log.error("audit.denial_lost", { requestId, route: plan.name, code: String(failure) });
  }
}

/** Rejects when the time is over, and says so. */
async function within<T>(timeoutMs: number, work: Promise<T>, onTimeout: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Problem("request.timeout"));
      onTimeout();
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer with the headers that every one has. A HEAD's has no body. */
function finish(
  guard: Guard,
  plan: RoutePlan,
  exchange: Exchange,
  answer: unknown,
): Response | TextAnswer | Promise<Response> {
  const { requestId, issued, request } = exchange;
  const { config, clock } = guard.platform;
  const cookie = issued === undefined ? null : writeSessionCookie(config, issued, clock.now());
  if (!(answer instanceof Response)) {
    const whole = answer instanceof TextAnswer ? answer : null;
    const text = whole?.text ?? JSON.stringify(answer ?? {});
    const made = new TextAnswer(text, {
      status: whole?.status ?? plan.status,
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...whole?.headers,
        "x-request-id": requestId,
        ...(cookie === null ? {} : { "set-cookie": cookie }),
      },
    });
    return request.method === "HEAD" ? withoutBody(made.toResponse()) : made;
  }
  answer.headers.set("x-request-id", requestId);
  answer.headers.set("x-content-type-options", "nosniff");
  if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "no-store");
  if (cookie !== null) answer.headers.append("set-cookie", cookie);
  return request.method === "HEAD" ? withoutBody(answer) : answer;
}

/** HEAD is a GET whose body nobody reads: a stream behind it must end at once. */
async function withoutBody(answer: Response): Promise<Response> {
  await answer.body?.cancel();
  return new Response(null, { status: answer.status, headers: answer.headers });
}

/** Serves one request to one route: guard, handler, answer. Never throws. */
export async function serve(
  guard: Guard,
  plan: RoutePlan,
  input: {
    handle: (call: Call<RouteName>) => Promise<unknown>;
    request: Request;
    params: Record<string, string>;
    client: Client;
    timeoutMs: number;
  },
): Promise<Response | TextAnswer> {
  const { request, params, client } = input;
  const requestId = requestIdOf(guard, client);
  const { address, isPage = false } = client;
  const exchange = createExchange(guard.platform, { request, params, requestId, address, isPage });
  // Few handlers ask for a signal, and making one costs as much as a small answer.
  let aborter: AbortController | undefined;
  let signal: AbortSignal | undefined;
  const signalOf = () => {
    aborter ??= new AbortController();
    signal ??= AbortSignal.any([request.signal, aborter.signal]);
    return signal;
  };
  try {
    const work = async () => input.handle(await admit(guard, plan, { exchange, signal: signalOf }));
    const answer = plan.stream ? await work() : await within(input.timeoutMs, work(), () => aborter?.abort());
    return await finish(guard, plan, exchange, answer);
  } catch (error) {
    await noteDenial(guard, plan, exchange, error);
    const { issued } = exchange;
    const { config, clock, log } = guard.platform;
    return problemAnswer(error, {
      requestId,
      route: plan.name,
      log,
      ...(issued === undefined
        ? {}
        : { headers: { "set-cookie": writeSessionCookie(config, issued, clock.now()) } }),
    });
  }
}
