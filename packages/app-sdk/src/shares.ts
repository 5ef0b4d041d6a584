/** Viewers that come and go within this time share one item. */
const lingerMs = 1000;

interface Shared<T> {
  item: T;
  holders: number;
  linger: ReturnType<typeof setTimeout> | null;
}

/** What all viewers with one key share, kept for a moment after the last of them is gone. */
export class Shares<T extends { close(): void }> {
  readonly #shared = new Map<string, Shared<T>>();

  get(key: string): T | undefined {
    return this.#shared.get(key)?.item;
  }

  items(): T[] {
    return [...this.#shared.values()].map(({ item }) => item);
  }

  /** Opens it for the first one. `release` lets go, once. */
  hold(key: string, open: () => T): { item: T; release: () => void } {
    const shared = this.#shared.get(key) ?? { item: open(), holders: 0, linger: null };
    this.#shared.set(key, shared);
    if (shared.linger) clearTimeout(shared.linger);
    shared.linger = null;
    shared.holders += 1;
    let isHeld = true;
    return {
      item: shared.item,
      release: () => {
        if (isHeld) this.#release(key, shared);
        isHeld = false;
      },
    };
  }

  close(): void {
    for (const { linger } of this.#shared.values()) if (linger) clearTimeout(linger);
    for (const item of this.items()) item.close();
    this.#shared.clear();
  }

  #release(key: string, shared: Shared<T>): void {
    shared.holders -= 1;
    if (shared.holders > 0) return;
    shared.linger = setTimeout(() => {
      this.#shared.delete(key);
      shared.item.close();
    }, lingerMs);
  }
}
