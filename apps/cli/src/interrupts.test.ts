import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onInterrupt } from "./interrupts.ts";

describe("onInterrupt", () => {
  const heard: string[] = [];
  let ignore = () => {};
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    heard.length = 0;
    ignore = onInterrupt({ first: () => heard.push("first"), second: () => heard.push("second") });
  });
  afterEach(() => {
    ignore();
    vi.useRealTimers();
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("[OPS-6] tells a first %s from a second", (signal) => {
    process.emit(signal);
    expect(heard).toEqual(["first"]);
    vi.advanceTimersByTime(1_000);
    process.emit(signal);
    expect(heard).toEqual(["first", "second"]);
  });

  it("[OPS-6] takes the same Ctrl-C, passed on by npm, for one", () => {
    process.emit("SIGINT");
    vi.advanceTimersByTime(20);
    process.emit("SIGINT");
    expect(heard).toEqual(["first"]);
  });
});
