import type { RouteName, routes } from "@second/contracts";
import type { AppAccess, Platform, Scope, SessionAccess, TurnAccess, WorkspaceAccess } from "@second/domain";
import type { z } from "zod";

type Table = typeof routes;

/** What the guard proved, by the route's declared access. */
type AccessOf<N extends RouteName> = Table[N]["access"] extends "app"
  ? AppAccess
  : Table[N]["access"] extends "workspace"
    ? WorkspaceAccess
    : Table[N]["access"] extends "session"
      ? SessionAccess
      : Table[N]["access"] extends "turn"
        ? TurnAccess
        : null;

type Parsed<T, K extends string> = T extends Record<K, z.ZodType> ? z.infer<T[K]> : undefined;

/** Present on routes that declare a side: built by the guard from path and `?side=`. */
type ScopeOf<N extends RouteName> = Table[N] extends { side: string } ? Scope : undefined;

/** One guarded and parsed request. */
export interface Call<N extends RouteName> {
  readonly platform: Platform;
  readonly access: AccessOf<N>;
  readonly scope: ScopeOf<N>;
  /** Path parameters, those that are ids already checked for their form. */
  readonly params: Record<string, string>;
  readonly query: Parsed<Table[N], "query">;
  readonly body: Parsed<Table[N], "body">;
  readonly request: Request;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Answers plain data, sent as JSON with the route's status, or a whole `Response`. Throws a `Problem`. */
export type Handler<N extends RouteName> = (call: Call<N>) => Promise<unknown>;

/** The handlers of one area. `createApi` joins all areas into a complete table. */
export type Handlers<N extends RouteName> = { [K in N]: Handler<K> };

/** Keeps each handler's types while naming the routes an area owns. */
export function handlers<N extends RouteName>(area: Handlers<N>): Handlers<N> {
  return area;
}
