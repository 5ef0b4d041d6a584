import { expect, it } from "vitest";
import { withReady, withVersion } from "./use-frames.ts";

const version = (number: number) => ({
  versionId: `ver_${number}`,
  versionNumber: number,
  url: `/preview/${number}/`,
});

it("[PRE-7] loads a new version behind the one that shows, and swaps once it has painted", () => {
  const first = withReady(withVersion([], version(1)), "ver_1");
  const both = withVersion(first, version(2));
  expect(both.map(({ versionId, isReady }) => [versionId, isReady])).toEqual([
    ["ver_1", true],
    ["ver_2", false],
  ]);
  expect(withReady(both, "ver_2").map(({ versionId }) => versionId)).toEqual(["ver_2"]);
});

it("[PRE-7] drops a version that was replaced before it painted", () => {
  const first = withReady(withVersion([], version(1)), "ver_1");
  const third = withVersion(withVersion(first, version(2)), version(3));
  expect(third.map(({ versionId }) => versionId)).toEqual(["ver_1", "ver_3"]);
  expect(withReady(third, "ver_2")).toBe(third);
});

it("takes a newer address of the same version, and stays as ready as it was", () => {
  const shown = withReady(withVersion([], version(1)), "ver_1");
  const later = { ...version(1), url: "/preview/later/" };
  expect(withVersion(shown, later)).toEqual([{ ...later, isReady: true }]);
  expect(withVersion(withVersion(shown, version(2)), { ...version(2), url: later.url })).toEqual([
    ...shown,
    { ...version(2), url: later.url, isReady: false },
  ]);
});

it("changes nothing when the version stays", () => {
  const frames = withVersion([], version(1));
  expect(withVersion(frames, version(1))).toBe(frames);
});
