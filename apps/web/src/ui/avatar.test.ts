import { expect, it } from "vitest";
import { initials } from "./avatar.tsx";

it("takes the first letters of first and last word, whatever the script", () => {
  expect(initials("Ada Moreno")).toBe("AM");
  expect(initials("Ada")).toBe("A");
  expect(initials("Jean Luc de la Tour")).toBe("JT");
  expect(initials("  ")).toBe("");
  expect(initials("𝒜da 𝑀oreno")).toBe("𝒜𝑀");
});
