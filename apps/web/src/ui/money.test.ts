import { expect, it } from "vitest";
import { moneyText } from "./money.ts";

it.each([
  [0.12, "US$0.12"],
  [1234.5, "US$1,234.50"],
  [-3, "-US$3.00"],
])("money names its currency: %d", (usd, expected) => {
  expect(moneyText(usd)).toBe(expected);
});
