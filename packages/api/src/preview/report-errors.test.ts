// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PreviewMessage, previewMessageSchema } from "@second/contracts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
const script = readFileSync(join(here, "report-errors.browser.js"), "utf8");
const { console: page } = window;
const base = "http://localhost:3000/preview/pv1.abc/";

let told: PreviewMessage[];
const written = vi.fn();

// The script goes through once in a frame's life.
beforeAll(() => {
  vi.useFakeTimers();
  for (const level of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(page, level).mockImplementation(written);
  vi.spyOn(window.parent, "postMessage").mockImplementation((message: unknown) => {
    told.push(previewMessageSchema.parse(message));
  });
  const element = document.createElement("script");
  element.dataset.base = base;
  Object.defineProperty(document, "currentScript", { configurable: true, value: element });
  new Function(script)();
});
beforeEach(() => {
  told = [];
  written.mockReset();
});
afterEach(() => vi.advanceTimersByTime(1000));
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const consoleTexts = () =>
  told.flatMap((message) => (message.type === "second:preview:console" ? [message.text] : []));
const errors = () => told.flatMap((message) => (message.type === "second:preview:error" ? [message] : []));

describe("the console", () => {
  it("[HEAL-1] is told as text, with its level, and goes on working", () => {
    page.warn("%s of %d rows%c", "Alder", 3, "color: red", { open: true, none: undefined });
    expect(told).toEqual([
      expect.objectContaining({
        type: "second:preview:console",
        level: "warn",
        text: 'Alder of 3 rows {"open":true}',
      }),
    ]);
    expect(written).toHaveBeenCalledTimes(1);
  });

  it("[HEAL-1] survives values that cannot be written down", () => {
    const loop: Record<string, unknown> = { name: "loop" };
    loop.self = loop;
    const hostile = {
      get text(): string {
        throw new Error("not for you");
      },
    };
    expect(() => page.log(loop, 5n, Symbol("x"), hostile)).not.toThrow();
    page.log(loop, 5n, null, undefined, () => undefined, document.body);
    expect(consoleTexts()).toHaveLength(1);
    expect(consoleTexts()[0]).toContain('{"name":"loop","self":"(seen above)"} 5 null undefined function');
  });

  it("[PRE-6] is cut, and slower than a flood", () => {
    for (let count = 0; count < 200; count += 1) page.log("x".repeat(20_000));
    vi.advanceTimersByTime(1000);
    expect(consoleTexts()).toHaveLength(31);
    expect(consoleTexts()[0]).toHaveLength(16_000);
    expect(consoleTexts().at(-1)).toBe("170 more messages came too fast to be shown.");
  });
});

describe("errors", () => {
  const error = new TypeError("No cost in http://localhost:3000/preview/pv1.abc/data");

  it("[HEAL-1] are told once with kind, words, stack and route, without the preview's address", () => {
    error.stack = `TypeError: x\n    at Chart (${base}assets/index.js:1:2)`;
    window.dispatchEvent(new ErrorEvent("error", { error, message: "Uncaught TypeError" }));
    page.error(error);
    expect(errors()).toEqual([
      expect.objectContaining({
        kind: "TypeError",
        message: "No cost in data",
        stack: "TypeError: x\n    at Chart (assets/index.js:1:2)",
      }),
    ]);
    expect(consoleTexts()).toEqual([]);
  });

  it("[HEAL-1] of promises are told too, but those that the data SDK tells itself", () => {
    const rejected = (reason: unknown) =>
      window.dispatchEvent(Object.assign(new Event("unhandledrejection"), { reason }));
    rejected("went away");
    rejected(Object.assign(new Error("Conflict"), { name: "SecondDataError" }));
    expect(errors().map(({ kind, message }) => [kind, message])).toEqual([
      ["Unhandled rejection", "went away"],
    ]);
  });

  it("[HEAL-1] of blocked resources are told once for each address", () => {
    const violation = { blockedURI: "https://example.com/a.png", effectiveDirective: "img-src" };
    for (let count = 0; count < 3; count += 1)
      document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), violation));
    expect(errors()).toEqual([
      expect.objectContaining({ kind: "blocked:img-src", message: "https://example.com/a.png" }),
    ]);
  });
});
