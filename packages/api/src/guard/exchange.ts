import {
  type EnteredSession,
  enterSession,
  findSessionAccess,
  type IssuedSession,
  keepSession,
  type Platform,
  type SessionAccess,
  type WorkspaceAccess,
} from "@second/domain";
import type { TextAnswer } from "../text-answer.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who sends a request, as the server that took it knows. */
export interface Client {
  /** The peer's address, or what a trusted proxy says it is. Never logged or stored. */
  address: string;
  /** Given by a trusted proxy. */
  requestId?: string;
  /**
   * True for the server's own reads on a person's behalf while it renders a page: they are charged to no address, and
   * no new cookie is made, since none would reach the browser.
   */
  isPage?: boolean;
  /** Writes a whole answer to the connection, and answers what then stands for it. Without it a `Response` is made. */
  write?: (answer: TextAnswer) => Response;
}

/** What is found out about one request while it is served. */
export interface Exchange {
  readonly request: Request;
  readonly params: Record<string, string>;
  readonly requestId: string;
  readonly address: string;
  readonly isPage: boolean;
  readonly cookie: string | null;
  /** The session to send along with the answer: null clears it, undefined leaves it. */
  issued: IssuedSession | null | undefined;
  /** Known once membership is proven; refused permissions are recorded in its name. */
  member: WorkspaceAccess | null;
  session(): Promise<SessionAccess | null>;
  /** Proven once, however often it is asked for: a cookie that is due is renewed before the answer's head is written. */
  requireSession(): Promise<SessionAccess>;
}

/** A full disk or a lost store must not end reading, so that upkeep may fail. */
async function upkeep(
  platform: Platform,
  entered: EnteredSession,
  canRotate: boolean,
): Promise<IssuedSession | null> {
  try {
    return await keepSession(platform, entered.record, { canRotate });
  } catch (error) {
    platform.log.warn("session.upkeep_failed", {
      requestId: entered.access.requestId,
      code: error instanceof Error && "code" in error ? error.code : "unknown",
    });
    return null;
  }
}

export function createExchange(
  platform: Platform,
  input: {
    request: Request;
    params: Record<string, string>;
    requestId: string;
    address: string;
    isPage: boolean;
  },
): Exchange {
  const cookie = readSessionCookie(platform.config, input.request.headers.get("cookie"));
  let found: Promise<SessionAccess | null> | undefined;
  let entering: Promise<SessionAccess> | undefined;

  const keep = async (entered: EnteredSession): Promise<SessionAccess> => {
    const renewed = await upkeep(platform, entered, !input.isPage);
    if (renewed && exchange.issued === undefined) exchange.issued = renewed;
    return entered.access;
  };

  const exchange: Exchange = {
    ...input,
    cookie,
    issued: undefined,
    member: null,
    session() {
      found ??= findSessionAccess(platform, { cookie, requestId: input.requestId }).then(
        (entered) => entered && keep(entered),
      );
      return found;
    },
    requireSession() {
      entering ??= enterSession(platform, { cookie, requestId: input.requestId }).then(keep);
      found = entering;
      return entering;
    },
  };
  return exchange;
}
