import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  addDays,
  daysUntil,
  dueTone,
  formatCount,
  formatDate,
  formatDistance,
  formatMoney,
  formatMoneyInput,
  formatMoneyShort,
  isDay,
  isoDay,
  parseDate,
  parseMoney,
  parseNumber,
  today,
} from "../template/src/lib/format.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 24, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

const days = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("money", () => {
  it("[TPL-5] comes from integer minor units, with cents where there are any", () => {
    expect(formatMoney(1_840_000)).toBe("€18,400");
    expect(formatMoney(1_840_050)).toBe("€18,400.50");
    expect(formatMoney(1_840_000, "EUR", { cents: true })).toBe("€18,400.00");
    expect(formatMoney(1200, "JPY")).toBe("¥1,200");
    expect(formatMoneyShort(41_200_000)).toBe("€412K");
    expect(formatMoney(null)).toBe("");
    expect(formatMoney(Number.NaN)).toBe("");
  });

  it("is read as it is written, to the last cent", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom("EUR", "USD", "JPY"),
        (minor, currency) => {
          expect(parseMoney(formatMoneyInput(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });

  it("tells empty from wrong", () => {
    expect(parseMoney("  ")).toBeNull();
    expect(parseMoney("€ 12,500.5")).toBe(1_250_050);
    expect(parseMoney("12.5k")).toBeNaN();
    expect(parseNumber("1,2.3.4")).toBeNaN();
    expect(parseNumber("-0.5")).toBe(-0.5);
  });
});

describe("days", () => {
  it("[TPL-5] are real calendar days", () => {
    expect(isDay("2026-02-28")).toBe(true);
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2026-13-01")).toBe(false);
    expect(isDay("26-12-15")).toBe(false);
    expect(isDay("2026-12-15T00:00:00Z")).toBe(false);
  });

  it("are read back from how they are shown", () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(parseDate(formatDate(day))).toBe(day);
      }),
    );
  });

  it("are read in several notations", () => {
    for (const text of [
      "2026-12-15",
      "12/15/2026",
      "12/15/26",
      "15 Dec 2026",
      "15 December 2026",
      "Dec 15, 2026",
    ]) {
      expect(parseDate(text), text).toBe("2026-12-15");
    }
    for (const text of ["", "tomorrow", "15 Foo 2026", "2026-02-30", "40/40/2026"])
      expect(parseDate(text), text).toBeNull();
  });

  it("keep their distance whatever the zone or the clock change", () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), (distance) => {
        expect(daysUntil(addDays(today(), distance))).toBe(distance);
      }),
    );
  });

  it("say how far they are, and how near", () => {
    expect(today()).toBe(isoDay(new Date()));
    expect(formatDistance("2026-12-15")).toBe("in 21 days");
    expect(formatDistance("2026-11-23")).toBe("yesterday");
    expect(formatDistance("2027-11-24")).toBe("in 12 months");
    expect(dueTone("2026-11-20")).toBe("bad");
    expect(dueTone("2026-12-01")).toBe("bad");
    expect(dueTone("2026-12-15")).toBe("warn");
    expect(dueTone("2027-01-15")).toBeNull();
    expect(dueTone(null)).toBeNull();
    expect(formatDate("not a day")).toBe("");
  });
});

it("[TPL-5] counts in words", () => {
  expect(formatCount(1, "contract")).toBe("1 contract");
  expect(formatCount(1234, "entry", "entries")).toBe("1,234 entries");
});
