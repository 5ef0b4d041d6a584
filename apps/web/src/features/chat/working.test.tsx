// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Working } from "./working.tsx";

const start = Date.parse("2030-01-01T00:00:00.000Z");
const at = (ms: number) => new Date(start + ms).toISOString();
const retrying = (until: string, msMax: number) => (
  <Working
    status={{ phase: "retrying", code: "model.rate_limited", wait: { until, msMax } }}
    isSilent={false}
  />
);
const left = () => screen.getByRole("timer").textContent;
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

beforeEach(() => vi.useFakeTimers({ now: start }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("counts down to the moment of the retry, wherever it is looked at", () => {
  render(retrying(at(30_000), 30_000));
  expect(left()).toBe("Trying again in 30 s");
  pass(10_000);
  expect(left()).toBe("Trying again in 20 s");
  cleanup();
  render(retrying(at(30_000), 30_000));
  expect(left()).toBe("Trying again in 20 s");
  pass(20_000);
  expect(left()).toBe("Trying again");
});

it("begins anew for a second wait as long as the first", () => {
  const { rerender } = render(retrying(at(2_000), 2_000));
  pass(2_000);
  expect(left()).toBe("Trying again");
  rerender(retrying(at(4_000), 2_000));
  expect(left()).toBe("Trying again in 2 s");
});

it("never promises a longer wait than there is where this device's clock is behind", () => {
  render(retrying(at(90_000), 5_000));
  expect(left()).toBe("Trying again in 5 s");
});
