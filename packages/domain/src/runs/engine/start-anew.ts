import type { Platform } from "../../platform.ts";
import { acknowledge } from "./listen.ts";
import { nextDispatch } from "./next-dispatch.ts";
import type { TurnEnd } from "./settle-turn.ts";
import type { Work } from "./work.ts";

/** True for the first time that the provider finds an attempt's conversation too long. */
export const mayStartAnew = ({ turn }: Work, end: TurnEnd) =>
  end.kind === "failed" && end.code === "model.context_too_long" && !turn.startedAnew;

/**
 * Prepares a turn whose conversation the provider found too long to go on in a new session, which is told in short
 * what was said. Answers the end instead when the turn is to stop or another process has it.
 */
export async function startAnew(platform: Platform, work: Work): Promise<TurnEnd | null> {
  const { turn, heard, output } = work;
  const heardNumber = heard.lastNumber;
  platform.log.warn("turn.session_too_long", { turnId: turn.id, dispatch: turn.dispatch });
  await output.interrupt();
  const instead = await nextDispatch(platform, work, "context_too_long");
  if (!instead) await acknowledge(platform, { turn }, heardNumber);
  return instead;
}
