import { Problem } from "@second/contracts";
import type { SessionAccess } from "@second/domain";
import { TrieRouter } from "hono/router/trie-router";
import type { EnteredStream } from "../handler.ts";
import { admit, type Guard } from "./admit.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { proveMember } from "./prove-access.ts";
import { type RoutePlan, routePlans } from "./route-plan.ts";

function streamRouter(): TrieRouter<RoutePlan> {
  const router = new TrieRouter<RoutePlan>();
  for (const plan of routePlans) if (plan.stream && plan.method === "GET") router.add("GET", plan.path, plan);
  return router;
}

/** The guard of the stream hub's channels: each passes as its own GET would, in the caller's name. */
export function createStreamEntry(guard: Omit<Guard, "enter">): Guard["enter"] {
  const router = streamRouter();
  return async (exchange: Exchange, session: SessionAccess, target) => {
    const url = new URL(target.path, guard.platform.config.publicUrl);
    const [[match] = []] = router.match("GET", url.pathname);
    if (!match) throw new Problem("resource.not_found");
    const [plan, found] = match;
    const params = Object.fromEntries(
      Object.entries(found as Record<string, string>).map(([name, value]) => [name, decode(value)]), // a trie's parameters are named
    );
    const headers = new Headers(target.after === undefined ? {} : { "last-event-id": target.after });
    const channel = createExchange(guard.platform, {
      request: new Request(url, { headers, signal: exchange.request.signal }),
      params,
      requestId: exchange.requestId,
      address: exchange.address,
      isPage: true,
    });
    const onMember = () => undefined;
    const access = await proveMember(guard.platform, plan, { session, params, onMember });
    const call = await admit({ ...guard, enter: refuse }, plan, {
      exchange: channel,
      signal: () => exchange.request.signal,
      access,
    });
    return { name: plan.name, call } as EnteredStream; // the router holds streaming GETs only
  };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Problem("resource.not_found");
  }
}

/** A channel opens no channels. */
function refuse(): Promise<never> {
  return Promise.reject(new Problem("resource.not_found"));
}
