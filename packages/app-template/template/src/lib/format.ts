/**
 * Money, numbers and dates as the viewer reads them: in their locale and time zone.
 * Days are ISO text (`2026-12-15`), moments ISO text with a zone, money an integer in minor units (cents).
 * Every function takes null or undefined for "not set" and answers with empty text.
 */

type Maybe<T> = T | null | undefined;

const dayMs = 86_400_000;
const cache = new Map<string, unknown>();

/** Making a formatter costs far more than using one. */
function cached<F>(key: string, make: () => F): F {
  const found = cache.get(key);
  if (found) return found as F; // the key names both kind and options, so the type is the one stored
  const made = make();
  cache.set(key, made);
  return made;
}

function moneyFormat(currency: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return cached(
    `money ${currency} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(undefined, { style: "currency", currency, ...options }),
  );
}

/** Decimal places of a currency: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The sign before or after an amount: € or US$. */
export function currencySign(currency: string): string {
  const parts = moneyFormat(currency, { currencyDisplay: "narrowSymbol" }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
}

/** €18,400 or €18,400.50: cents are shown where there are any, always with `cents`. */
export function formatMoney(minor: Maybe<number>, currency = "EUR", options?: { cents?: boolean }): string {
  if (minor == null || !Number.isFinite(minor)) return "";
  const digits = currencyDigits(currency);
  const major = minor / 10 ** digits;
  const whole = Number.isInteger(major) && !options?.cents;
  return moneyFormat(currency, whole ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}).format(
    major,
  );
}

/** €412k: for figures and axes where the last digits do not matter. */
export function formatMoneyShort(minor: Maybe<number>, currency = "EUR"): string {
  if (minor == null || !Number.isFinite(minor)) return "";
  const major = minor / 10 ** currencyDigits(currency);
  return moneyFormat(currency, {
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  }).format(major);
}

export function formatNumber(value: Maybe<number>, options: Intl.NumberFormatOptions = {}): string {
  if (value == null || !Number.isFinite(value)) return "";
  return cached(
    `number ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, ...options }),
  ).format(value);
}

/** "1 contract", "2 contracts". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Names joined as a sentence does: "Ada, Ben and 3 more". */
export function formatList(names: readonly string[], max = 3): string {
  const rest = names.length - max;
  const shown = rest > 0 ? [...names.slice(0, max), `${formatNumber(rest)} more`] : names;
  return cached("list", () => new Intl.ListFormat(undefined, { type: "conjunction" })).format(shown);
}

/** Today as an ISO day in the viewer's zone. */
export function today(): string {
  return isoDay(new Date());
}

/** The viewer's calendar day of a moment. */
export function isoDay(moment: Date): string {
  const month = String(moment.getMonth() + 1).padStart(2, "0");
  return `${String(moment.getFullYear()).padStart(4, "0")}-${month}-${String(moment.getDate()).padStart(2, "0")}`;
}

/** An ISO day as a Date at noon UTC, which no zone or clock change moves to another day; null when there is no such day. */
function dayAtNoon(day: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!match) return null;
  const date = new Date(`${match[1]}-${match[2]}-${match[3]}T12:00:00Z`);
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(match[3]) ? null : date;
}

/** True for a real calendar day written as 2026-12-15. */
export function isDay(text: string): boolean {
  return text.length === 10 && dayAtNoon(text) !== null;
}

/** 15 Dec 2026; without the year where `short` and it is this year's. */
export function formatDate(day: Maybe<string>, options?: { short?: boolean }): string {
  const date = day ? dayAtNoon(day) : null;
  if (!date || !day) return "";
  const bare = options?.short && day.slice(0, 4) === today().slice(0, 4);
  return cached(
    `date ${bare}`,
    () =>
      new Intl.DateTimeFormat(undefined, {
        timeZone: "UTC",
        day: "numeric",
        month: "short",
        ...(bare ? {} : { year: "numeric" }),
      }),
  ).format(date);
}

/** December 2026. */
export function formatMonth(day: Maybe<string>): string {
  const date = day ? dayAtNoon(day.length === 7 ? `${day}-01` : day) : null;
  if (!date) return "";
  return cached(
    "month",
    () => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", month: "long", year: "numeric" }),
  ).format(date);
}

/** Tue, as calendars head their columns. */
export function formatWeekday(day: string): string {
  const date = dayAtNoon(day);
  if (!date) return "";
  return cached(
    "weekday",
    () => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", weekday: "short" }),
  ).format(date);
}

/** 09:41 today, else 15 Dec 2026, 09:41, in the viewer's zone. */
export function formatMoment(moment: Maybe<string>): string {
  if (!moment) return "";
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  const time = cached(
    "time",
    () => new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }),
  ).format(date);
  const day = isoDay(date);
  return day === today() ? time : `${formatDate(day, { short: true })}, ${time}`;
}

/** Whole days from today to the day: negative when it has passed, null when it is not set. */
export function daysUntil(day: Maybe<string>): number | null {
  const to = day ? dayAtNoon(day) : null;
  const from = dayAtNoon(today());
  return to && from ? Math.round((to.getTime() - from.getTime()) / dayMs) : null;
}

/** "in 21 days", "yesterday", "3 months ago". */
export function formatDistance(day: Maybe<string>): string {
  const days = daysUntil(day);
  if (days === null) return "";
  const format = cached("distance", () => new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }));
  if (Math.abs(days) < 100) return format.format(days, "day");
  if (Math.abs(days) < 730) return format.format(Math.round(days / 30.4), "month");
  return format.format(Math.round(days / 365.25), "year");
}

/** How near a due day is: `bad` when it has passed or comes within 7 days, `warn` within 30. */
export function dueTone(day: Maybe<string>): "bad" | "warn" | null {
  const days = daysUntil(day);
  if (days === null || days > 30) return null;
  return days <= 7 ? "bad" : "warn";
}

/** The day that lies `days` after (or before) another. */
export function addDays(day: string, days: number): string {
  const date = dayAtNoon(day);
  return date ? new Date(date.getTime() + days * dayMs).toISOString().slice(0, 10) : day;
}

/** What someone typed as a day: 2026-12-15, the order of their locale (15.12.2026, 12/15/26) or 15 Dec 2026. */
export function parseDate(text: string): string | null {
  const trimmed = text.trim();
  if (isDay(trimmed)) return trimmed;
  const numbers = /^(\d{1,4})[.\-/ ]+(\d{1,2})[.\-/ ]+(\d{1,4})\.?$/.exec(trimmed);
  if (numbers) return dayFromNumbers(numbers.slice(1));
  const named = /^(\d{1,2})\.?[ -]+(\p{L}{3,})\.?,?[ -]+(\d{4})$/u.exec(trimmed);
  const turned = /^(\p{L}{3,})\.? +(\d{1,2}),? +(\d{4})$/u.exec(trimmed);
  if (named) return dayFromName(named[3], named[2], named[1]);
  if (turned) return dayFromName(turned[3], turned[1], turned[2]);
  return null;
}

function dayFromNumbers(numbers: string[]): string | null {
  const order = cached("order", () => new Intl.DateTimeFormat(undefined, { timeZone: "UTC" }))
    .formatToParts(0)
    .map((part) => part.type)
    .filter((type) => type === "day" || type === "month" || type === "year");
  const first = numbers[0] ?? "";
  const places = first.length === 4 ? ["year", "month", "day"] : order;
  const at = (type: string) => numbers[places.indexOf(type)] ?? "";
  const year = at("year").length === 2 ? `20${at("year")}` : at("year");
  return toDay(year, at("month"), at("day"));
}

function dayFromName(year = "", name = "", day = ""): string | null {
  const wanted = name.slice(0, 3).toLowerCase();
  for (const locale of [undefined, "en"]) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "long" });
    for (let month = 0; month < 12; month++) {
      const long = format.format(Date.UTC(2024, month, 15)).toLowerCase();
      if (long.startsWith(wanted)) return toDay(year, String(month + 1), day);
    }
  }
  return null;
}

function toDay(year: string, month: string, day: string): string | null {
  const text = `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(text) ? text : null;
}

/** What someone typed as a number, with their locale's separators; null when empty, NaN when it is no number. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const parts = cached("separators", () => new Intl.NumberFormat().formatToParts(12345.6));
  const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
  const group = parts.find((part) => part.type === "group")?.value ?? ",";
  const plain = trimmed
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replaceAll(group, "")
    .replace(decimal, ".")
    .replace(/^\u2212/, "-");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

/** What someone typed as an amount, in minor units; null when empty, NaN when it is no amount. */
export function parseMoney(text: string, currency = "EUR"): number | null {
  const major = parseNumber(text.replace(currencySign(currency), "").replace(currency, ""));
  return major === null ? null : Math.round(major * 10 ** currencyDigits(currency));
}

/** An amount as an input shows it: 96,200.00, without the sign. */
export function formatMoneyInput(minor: Maybe<number>, currency = "EUR"): string {
  if (minor == null || !Number.isFinite(minor)) return "";
  const digits = currencyDigits(currency);
  return formatNumber(minor / 10 ** digits, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
