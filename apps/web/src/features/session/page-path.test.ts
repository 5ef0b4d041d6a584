import { expect, it } from "vitest";
import { pagePath } from "./page-path.ts";

it("keeps path and query of the wanted page, without the router's own field", () => {
  expect(pagePath("/w/acme/apps/app_1?tab=data&_rsc=1abc", "/w/acme")).toBe("/w/acme/apps/app_1?tab=data");
  expect(pagePath("/w/acme", "/w/acme")).toBe("/w/acme");
});

it("falls back for another page's path and for none", () => {
  expect(pagePath("/w/acme-2/apps", "/w/acme")).toBe("/w/acme");
  expect(pagePath(null, "/w/acme")).toBe("/w/acme");
  expect(pagePath("https://evil.example/w/acme", "/w/acme")).toBe("/w/acme");
});
