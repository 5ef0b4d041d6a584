import type { Route, RouteName } from "@second/contracts";
import type { Platform, SessionAccess } from "@second/domain";
import type { Call, EnteredStream } from "../handler.ts";
import type { Exchange } from "./exchange.ts";
import { checkOrigin } from "./origin.ts";
import { parse, readQuery } from "./parse.ts";
import { proveMember, proveScope, proveTurn, type VerifyTurn } from "./prove-access.ts";
import { chargeAddress, chargeCaller } from "./rate-limits.ts";
import { checkMediaType, readJson } from "./read-body.ts";
import type { RoutePlan } from "./route-plan.ts";
import type { Windows } from "./windows.ts";

export interface Guard {
  readonly platform: Platform;
  readonly windows: Windows;
  readonly verifyTurn: VerifyTurn;
  checkInternalToken(request: Request): void;
  /** Takes a stream of the same caller through its own guard. */
  enter(
    exchange: Exchange,
    session: SessionAccess,
    target: { path: string; after?: string },
  ): Promise<EnteredStream>;
}

const readsNothing: ReadonlySet<Route["method"]> = new Set(["GET", "DELETE"]);

/** Step one: who is calling. Answers the access of routes that need no more, else the session. */
async function identify(guard: Guard, plan: RoutePlan, exchange: Exchange): Promise<unknown> {
  const { request, address, isPage } = exchange;
  if (plan.access === "turn") return proveTurn(guard.verifyTurn, exchange);
  if (plan.access === "internal") {
    guard.checkInternalToken(request);
    return null;
  }
  checkOrigin(guard.platform.config, request, exchange.cookie !== null);
  await chargeAddress(guard.windows, plan.rate, address);
  if (plan.access === "public") {
    if (!isPage) await chargeCaller(guard.windows, plan, { session: null, address });
    return null;
  }
  const session = await exchange.requireSession();
  await chargeCaller(guard.windows, plan, { session, address });
  return proveMember(guard.platform, plan, {
    session,
    params: exchange.params,
    onMember: (member) => {
      exchange.member = member;
    },
  });
}

/**
 * Takes a request through the steps who, where, allowed, permitted, and parses what it carries. Nothing of a body is
 * read before the caller may send it.
 */
export async function admit(
  guard: Guard,
  plan: RoutePlan,
  input: { exchange: Exchange; signal: () => AbortSignal; access?: unknown },
): Promise<Call<RouteName>> {
  const { exchange } = input;
  const { request } = exchange;
  const access = input.access ?? (await identify(guard, plan, exchange));
  const query = plan.query && parse(plan.query, readQuery(request.url));
  const scope = proveScope(plan, access, query) ?? undefined;
  if (!readsNothing.has(plan.method)) checkMediaType(request);
  const body = plan.body && parse(plan.body, await readJson(request, plan.bodySizeBytesMax));
  // The parts have exactly the types that the route declares; the table cannot be told apart by name here.
  return {
    platform: guard.platform,
    access,
    scope,
    params: exchange.params,
    query,
    body,
    request,
    requestId: exchange.requestId,
    get signal() {
      return input.signal();
    },
    session: () => exchange.session(),
    setSession: (session) => {
      exchange.issued = session;
    },
    enter: async (path, after) =>
      guard.enter(exchange, await exchange.requireSession(), {
        path,
        ...(after === undefined ? {} : { after }),
      }),
  } as Call<RouteName>;
}
