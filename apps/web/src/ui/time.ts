const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const shortDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const longDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** "now", "4 min ago", "2 h ago", "yesterday", "in 6 days", then a date. `now` is in milliseconds. */
export function relativeTime(at: string, now: number): string {
  const moment = Date.parse(at);
  const past = now - moment;
  const away = Math.abs(past);
  if (away < minute) return "now";
  const phrase = (amount: string) => (past > 0 ? `${amount} ago` : `in ${amount}`);
  if (away < hour) return phrase(`${Math.floor(away / minute)} min`);
  if (away < day) return phrase(`${Math.floor(away / hour)} h`);
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / day);
  if (days === 1) return "yesterday";
  if (days === -1) return "tomorrow";
  if (Math.abs(days) < 8) return phrase(`${Math.abs(days)} days`);
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? shortDate : longDate).format(moment);
}

/** The moment to the second, in the reader's own time zone. */
export function exactTime(at: string): string {
  return exact.format(Date.parse(at));
}

/** How long the answer of {@link relativeTime} holds, in milliseconds. */
export function nextChangeMs(at: string, now: number): number {
  const away = Math.abs(now - Date.parse(at));
  if (away < hour) return minute - (away % minute);
  if (away < day) return hour - (away % hour);
  return hour;
}
