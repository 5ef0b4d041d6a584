import { StoreError } from "../database.ts";

const fullDisk = /^(SQLITE_FULL|SQLITE_READONLY|ENOSPC|EDQUOT|EROFS)/;

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}

/** Another connection holds the lock that was asked for. */
export const isBusy = (error: unknown): boolean => codeOf(error).startsWith("SQLITE_BUSY");

/** Translates what SQLite or the file system throws; a failure that is neither's comes back as it is. */
export function storeErrorOf(error: unknown): unknown {
  const code = codeOf(error);
  if (fullDisk.test(code)) {
    return new StoreError("store.disk_full", "The disk is full or read-only; nothing was changed.", {
      cause: error,
    });
  }
  if (/^(SQLITE_|E[A-Z]+$)/.test(code)) {
    return new StoreError("store.unavailable", `The database file cannot be used (${code}).`, {
      cause: error,
    });
  }
  // The driver gives a file that it cannot open no code.
  if (error instanceof Error && error.message.startsWith("ConnectionFailed(")) {
    return new StoreError("store.unavailable", "The database file cannot be opened.", { cause: error });
  }
  return error;
}

/** The columns of a violated unique index, as `collection.field, collection.field`; null for another failure. */
export function violatedColumns(error: unknown): string | null {
  if (!/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(codeOf(error))) return null;
  return (error instanceof Error ? /failed: (.+)$/.exec(error.message)?.[1] : null) ?? null;
}

/** Does `work` with its failures translated. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeErrorOf(error);
  }
}
