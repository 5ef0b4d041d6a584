import type { SessionView } from "@second/contracts";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { workspaceCookie } from "./preference.ts";
import type { PageProblem } from "./problem.ts";
import { type Answer, serverGet } from "./server-api.ts";
import { type Place, settle } from "./settle.ts";

/** Who asks for this page; read once per request. */
export const readSession = cache(
  (): Promise<Answer<SessionView>> => serverGet<SessionView>("/api/auth/session"),
);

export type Settled = { ok: true; session: SessionView } | { ok: false; problem: PageProblem };

/** Lets the page at `place` pass, or ends the request with its redirect or with "not found". */
export async function settlePage(place: Place): Promise<Settled> {
  const answer = await readSession();
  if (!answer.ok) return answer;
  const remembered = (await cookies()).get(workspaceCookie)?.value;
  const verdict = settle({ session: answer.data, place, remembered });
  if (verdict.kind === "redirect") redirect(verdict.to);
  if (verdict.kind === "not_found") notFound();
  return { ok: true, session: answer.data };
}
