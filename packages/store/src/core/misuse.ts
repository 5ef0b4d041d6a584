import { StoreError } from "../database.ts";

/** A mistake of the calling code, told to its author. */
export const misuse = (message: string, cause?: unknown): StoreError =>
  new StoreError("store.misuse", message, cause === undefined ? {} : { cause });
