import { Problem, type RouteName } from "@second/contracts";
import type { Platform } from "@second/domain";
import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import type { Guard } from "./guard/admit.ts";
import { createStreamEntry } from "./guard/enter-stream.ts";
import type { Client } from "./guard/exchange.ts";
import { isHostServed } from "./guard/host.ts";
import { internalTokenCheck } from "./guard/internal-token.ts";
import type { VerifyTurn } from "./guard/prove-access.ts";
import { routePlans } from "./guard/route-plan.ts";
import { createWindows } from "./guard/windows.ts";
import type { Call, Handlers } from "./handler.ts";
import { problemAnswer } from "./problem-answer.ts";
import { requestIdOf, serve } from "./serve.ts";

export interface ApiOptions {
  platform: Platform;
  /** Every route's handler: one missing does not compile. */
  handlers: Handlers<RouteName>;
  verifyTurn: VerifyTurn;
  /** Tokens that internal callers may present; each is accepted. */
  internalTokens: readonly string[];
  /** Serves `/preview/…`, whose capability is its only authority; not served when absent. */
  preview?: (request: Request) => Promise<Response>;
  /** Time for one request, streams excepted; 30 s when absent. */
  requestTimeoutMs?: number;
}

export interface Api {
  /**
   * Answers what lies under `/api` and `/preview`. `client` comes from whoever holds the connection; without one the
   * call is this server's own, made while it renders a page.
   */
  fetch(request: Request, client?: Client): Promise<Response>;
  /** The bare Hono app, for mounting. Its environment is a `Client`. */
  app: Hono<{ Bindings: Client }>;
}

const requestTimeoutMsDefault = 30_000;
const ownPage: Client = { address: "page", isPage: true };

/** The methods that each declared path takes. */
function methodRouter(): TrieRouter<string> {
  const router = new TrieRouter<string>();
  for (const plan of routePlans) router.add("ANY", plan.path, plan.method);
  return router;
}

/** Binds every route of the table to its guard and handler. */
export function createApi(options: ApiOptions): Api {
  const { platform } = options;
  const timeoutMs = options.requestTimeoutMs ?? requestTimeoutMsDefault;
  const base: Omit<Guard, "enter"> = {
    platform,
    windows: createWindows(platform),
    verifyTurn: options.verifyTurn,
    checkInternalToken: internalTokenCheck(options.internalTokens),
  };
  const guard: Guard = { ...base, enter: createStreamEntry(base) };
  const app = new Hono<{ Bindings: Client }>();
  const methods = methodRouter();

  for (const plan of routePlans) {
    // Each handler is called with the call of its own route only.
    const handle = options.handlers[plan.name] as (call: Call<RouteName>) => Promise<unknown>;
    app.on(plan.method, plan.path, async (context) => {
      const client = context.env;
      const answer = await serve(guard, plan, {
        handle,
        request: context.req.raw,
        params: context.req.param() as Record<string, string>, // the paths declare no optional parameter
        client,
        timeoutMs,
      });
      if (answer instanceof Response) return answer;
      return client.write?.(answer) ?? answer.toResponse();
    });
  }

  const refuse = (problem: Problem, client: Client, headers?: Record<string, string>) =>
    problemAnswer(problem, {
      requestId: requestIdOf(guard, client),
      route: "none",
      log: platform.log,
      ...(headers ? { headers } : {}),
    });

  const { preview } = options;
  if (preview)
    app.on(["GET", "HEAD"], "/preview/*", async (context) => {
      const requestId = requestIdOf(guard, context.env);
      try {
        const answer = await preview(context.req.raw);
        answer.headers.set("x-request-id", requestId);
        return answer;
      } catch (error) {
        return problemAnswer(error, { requestId, route: "preview", log: platform.log });
      }
    });

  app.notFound((context) => {
    const [matches] = methods.match("ANY", context.req.path);
    const allowed = [...new Set(matches.map(([method]) => method))];
    if (allowed.length === 0) return refuse(new Problem("resource.not_found"), context.env);
    return refuse(new Problem("request.method_not_allowed"), context.env, { allow: allowed.join(", ") });
  });

  return {
    app,
    async fetch(request, client = ownPage) {
      if (!isHostServed(platform.config, request.headers.get("host") ?? new URL(request.url).host))
        return refuse(new Problem("host.refused"), client);
      return app.fetch(request, client);
    },
  };
}
