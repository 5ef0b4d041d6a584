import { expect, it } from "vitest";
import { parseTheme } from "./theme.ts";

it("knows three themes and follows the device otherwise", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme("light")).toBe("light");
  expect(parseTheme("<script>")).toBe("system");
  expect(parseTheme(undefined)).toBe("system");
});
