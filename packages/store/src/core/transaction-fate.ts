import { StoreError } from "../database.ts";
import { misuse } from "./misuse.ts";

/** How long a transaction may take before it is rolled back, so that a hanging one holds nobody up for ever. */
export const transactionMs = 30_000;

/** Whether a transaction can still succeed: any failed operation dooms it, and its end closes the handle. */
export class TransactionFate {
  #ended = false;
  #failure: { readonly error: unknown } | null = null;

  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Call before each operation. */
  checkOpen(): void {
    if (this.#ended) throw misuse("This transaction has ended; its handle cannot be used any more.");
    if (this.#failure) throw misuse("This transaction is aborted: an operation failed.", this.#failure.error);
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  end(): void {
    this.#ended = true;
  }
}

/** @throws {StoreError} `store.unavailable` when `work` has not settled in time. */
export async function withinDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreError("store.unavailable", "A transaction took too long and was rolled back.")),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
