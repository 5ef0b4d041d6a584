import { expect, it } from "vitest";
import { externalHost, fitScale, screenOf } from "./preview-state.ts";

it("[PRE-4] offers to open only addresses of the web and mail", () => {
  expect(externalHost("https://example.com/a")).toBe("example.com");
  expect(externalHost("javascript:alert(1)")).toBeNull();
  expect(externalHost("file:///etc/passwd")).toBeNull();
});

it("[PRE-8] turns a screen, and draws it smaller until it fits, never larger", () => {
  expect(screenOf("fit", true)).toBeNull();
  expect(screenOf("phone", true)).toEqual({ width: 844, height: 390 });
  const room = { width: 664, height: 724 };
  expect(fitScale({ width: 1280, height: 800 }, room, 12)).toBe(0.5);
  expect(fitScale({ width: 390, height: 1400 }, room, 12)).toBe(0.5);
  expect(fitScale({ width: 390, height: 600 }, room, 12)).toBe(1);
});
