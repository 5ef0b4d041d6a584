import { expect, it } from "vitest";
import { nowhere, placeOf, withPlace } from "./code-place.ts";

const place = { versionId: "ver_1", path: "src/a b.tsx", line: 41 };

it("[EDIT-1] is kept in the address, beside what else is there", () => {
  const search = withPlace("?tab=code&line=3", place);
  expect(search).toBe("?tab=code&file=src%2Fa+b.tsx&line=41&version=ver_1");
  expect(placeOf(search)).toEqual(place);
  expect(placeOf(withPlace("", nowhere))).toEqual(nowhere);
  expect(withPlace(search, null)).toBe("?tab=code");
});

it("names no place without a file, and no line that is none", () => {
  expect(placeOf("?line=4")).toBeNull();
  expect(placeOf("?file=a.ts&line=-3")).toEqual({ versionId: null, path: "a.ts", line: null });
});
