/** One value that others can follow. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back after each change. The answer ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    // An own function, so that one listener may be subscribed twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };
}

/** The part of a store that readers see. */
export type Readable<T> = Pick<Store<T>, "get" | "subscribe">;
