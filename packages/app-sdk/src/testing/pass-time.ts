import { vi } from "vitest";

/** More than any chain of promises here is long. */
const turns = 40;

/** Lets everything happen that needs no time. */
async function settleNow(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await null;
}

/** Moves the faked clock on, timer by timer, with what follows from each. Much faster than the library's own way. */
export async function passTime(ms: number): Promise<void> {
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, ms);
  await settleNow();
  while (!isOver) {
    vi.advanceTimersToNextTimer();
    await settleNow();
  }
}
