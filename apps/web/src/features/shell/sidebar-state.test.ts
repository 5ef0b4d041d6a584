import fc from "fast-check";
import { expect, it } from "vitest";
import { clampWidth, formatSidebar, parseSidebar, sidebarWidth } from "./sidebar-state.ts";

it("remembers width and rail", () => {
  fc.assert(
    fc.property(fc.integer({ min: -500, max: 5000 }), fc.boolean(), (width, isCollapsed) => {
      const state = { width: clampWidth(width), isCollapsed };
      expect(parseSidebar(formatSidebar(state))).toEqual(state);
    }),
  );
});

it("takes anything else for the usual sidebar", () => {
  for (const value of [undefined, "", "wide", "12px", "-collapsed"])
    expect(parseSidebar(value)).toEqual({ width: sidebarWidth.usual, isCollapsed: false });
  expect(parseSidebar("9999").width).toBe(sidebarWidth.most);
});
