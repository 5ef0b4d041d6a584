import { Problem } from "@second/contracts";
import { z } from "zod";
import type { TurnAccess } from "../access/access.ts";
import { prove } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { turnsCollection } from "./collections.ts";

const claims = z.object({
  w: z.string(),
  a: z.string(),
  r: z.string(),
  t: z.string(),
  n: z.number(),
  u: z.string(),
  x: z.array(z.string()),
});

/** A token that speaks for one dispatch of one turn, and for nothing else. It dies with the dispatch. */
export function issueTurnToken(
  platform: Pick<Platform, "keys">,
  turn: {
    workspaceId: string;
    appId: string;
    runId: string;
    id: string;
    dispatch: number;
    createdBy: string;
    tools: readonly string[];
  },
): string {
  const text = Buffer.from(
    JSON.stringify({
      w: turn.workspaceId,
      a: turn.appId,
      r: turn.runId,
      t: turn.id,
      n: turn.dispatch,
      u: turn.createdBy,
      x: turn.tools,
    }),
  ).toString("base64url");
  return `${text}.${platform.keys.sign("turn", text).toString("base64url")}`;
}

/** @throws `identity.required` for a forged token, another turn's, or one whose dispatch is over. */
export async function enterTurn(
  platform: Platform,
  input: { token: string | null; turnId: string; requestId: string },
): Promise<TurnAccess> {
  const refused = new Problem("identity.required");
  const [text, mac, extra] = (input.token ?? "").split(".");
  if (!text || !mac || extra !== undefined) throw refused;
  if (!platform.keys.verify("turn", text, Buffer.from(mac, "base64url"))) throw refused;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
  if (!parsed.success || parsed.data.t !== input.turnId) throw refused;
  const turn = await platform.db.get(turnsCollection, input.turnId);
  if (turn?.state !== "running" || turn.dispatch !== parsed.data.n) throw refused;
  return prove<TurnAccess>({
    workspaceId: turn.workspaceId,
    appId: turn.appId,
    runId: turn.runId,
    turnId: turn.id,
    attempt: turn.attempt,
    dispatch: turn.dispatch,
    userId: turn.createdBy,
    tools: parsed.data.x,
    requestId: input.requestId,
  });
}
