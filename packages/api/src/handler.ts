import type { RouteName, routes } from "@second/contracts";
import type {
  AppAccess,
  IssuedSession,
  Platform,
  Scope,
  SessionAccess,
  TurnAccess,
  WorkspaceAccess,
} from "@second/domain";
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

/** Routes that answer an endless event stream to a GET, which the stream hub can carry as channels. */
export type StreamRouteName = {
  [N in RouteName]: Table[N] extends { stream: true; method: "GET" } ? N : never;
}[RouteName];

/** One streaming GET that has passed its own guard. */
export type EnteredStream = {
  [N in StreamRouteName]: { readonly name: N; readonly call: Call<N> };
}[StreamRouteName];

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
  /** Aborts when the caller is gone or the request's time is over. */
  readonly signal: AbortSignal;
  /** Who is signed in, also on public routes; null when nobody is. */
  session(): Promise<SessionAccess | null>;
  /** Sends this session's cookie with the answer; null clears the caller's. */
  setSession(session: IssuedSession | null): void;
  /**
   * For the stream hub: takes one of the product's streaming GETs through its own guard, in the caller's name.
   * `after` arrives as its `Last-Event-ID`. @throws the problem that the GET itself would answer.
   */
  enter(path: string, after?: string): Promise<EnteredStream>;
}

/** Answers plain data, sent as JSON with the route's status, or a whole `TextAnswer` or `Response`. Throws a `Problem`. */
export type Handler<N extends RouteName> = (call: Call<N>) => Promise<unknown>;

/** The handlers of one area. A composition root spreads all areas into one complete table. */
export type Handlers<N extends RouteName> = { [K in N]: Handler<K> };

/** Keeps each handler's types while naming the routes an area owns. */
export function handlers<N extends RouteName>(area: Handlers<N>): Handlers<N> {
  return area;
}
