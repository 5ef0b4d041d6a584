import { Problem, type RateClass, type RouteName } from "@second/contracts";
import type { SessionAccess } from "@second/domain";
import type { Taken, Windows } from "./windows.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const perAddress = {
  identity: { max: 20, windowMs: 5 * minuteMs },
  invitations: { max: 30, windowMs: 5 * minuteMs },
} as const;
const perCaller = { reads: 1200, writes: 300 } as const;
const streamsPerUser = 60;
const invitationsSentPerHour = 50;
const sendsInvitation: ReadonlySet<RouteName> = new Set(["invitations.create", "invitations.resend"]);

function check(taken: Taken, max: number): void {
  if (taken.count <= max) return;
  const { retryAfterSeconds } = taken;
  throw new Problem("request.rate_limited", {
    retryAfterSeconds,
    detail: `Too many requests. Try again in ${retryAfterSeconds} seconds.`,
  });
}

/** Charges what is counted by address, before anyone is asked who they are. @throws `request.rate_limited` */
export async function chargeAddress(windows: Windows, rate: RateClass, address: string): Promise<void> {
  if (rate !== "identity" && rate !== "invitations") return;
  const { max, windowMs } = perAddress[rate];
  check(await windows.shared(`rate:${rate}:${address}`, windowMs), max);
}

/** Charges what is counted by session or person; without a session, by address. @throws `request.rate_limited` */
export async function chargeCaller(
  windows: Windows,
  route: { name: RouteName; rate: RateClass },
  caller: { session: SessionAccess | null; address: string },
): Promise<void> {
  const { session, address } = caller;
  if (route.rate === "reads" || route.rate === "writes")
    check(windows.own(`${route.rate}:${session?.sessionId ?? address}`, minuteMs), perCaller[route.rate]);
  if (route.rate === "streams")
    check(windows.own(`streams:${session?.userId ?? address}`, minuteMs), streamsPerUser);
  if (session && sendsInvitation.has(route.name))
    check(await windows.shared(`rate:sent:${session.userId}`, hourMs), invitationsSentPerHour);
}
