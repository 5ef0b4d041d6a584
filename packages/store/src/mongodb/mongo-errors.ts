import { BSON, MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from "mongodb";
import type { CollectionShape } from "../core/collection-shape.ts";
import { misuse } from "../core/misuse.ts";
import { positionExpired } from "../core/position.ts";
import { StoreError } from "../database.ts";

const code = {
  typeMismatch: 14,
  cursorNotFound: 43,
  cursorKilled: 237,
  invalidResumeToken: 260,
  changeStreamFatal: 280,
  changeStreamHistoryLost: 286,
  duplicateKey: 11_000,
  tooLarge: 10_334,
  tooLargeAfterUpdate: 17_419,
  outOfDiskSpace: 14_031,
} as const;

const codeOf = (error: unknown) => (error instanceof MongoServerError ? error.code : undefined);

function duplicate(error: MongoServerError, shape: CollectionShape | null): StoreError {
  const named = / index: (\S+) dup key/.exec(error.message)?.[1] ?? "_id_";
  const index = named === "_id_" ? "id" : named;
  const collection = shape?.name ?? "The collection";
  return new StoreError("store.duplicate", `${collection} already has such a record (${index}).`, {
    index,
    cause: error,
  });
}

/** Translates what the driver or the server throws; a failure that is neither's comes back as it is. */
export function storeErrorOf(error: unknown, shape: CollectionShape | null = null): unknown {
  if (error instanceof BSON.BSONError) return misuse("A record holds what cannot be stored.", error);
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError) {
    switch (error.code) {
      case code.duplicateKey:
        return duplicate(error, shape);
      case code.typeMismatch:
        return misuse(
          `A field of ${shape?.name ?? "a record"} holds no number that could be increased.`,
          error,
        );
      case code.tooLarge:
      case code.tooLargeAfterUpdate:
        return misuse("A record is larger than the engine accepts (16 MB).", error);
      case code.outOfDiskSpace:
        return new StoreError("store.disk_full", "The database's disk is full; nothing was changed.", {
          cause: error,
        });
      case code.invalidResumeToken:
      case code.changeStreamFatal:
      case code.changeStreamHistoryLost:
        return positionExpired(error);
    }
  }
  return new StoreError("store.unavailable", `The database cannot be used: ${error.message}`, {
    cause: error,
  });
}

/** Whether the transaction may succeed when it is run again. Looks through the translation. */
export function isTransient(error: unknown): boolean {
  const original = error instanceof StoreError ? error.cause : error;
  return original instanceof MongoError && original.hasErrorLabel("TransientTransactionError");
}

/** Whether a commit of unknown outcome may be sent again. */
export const isUnknownCommit = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel("UnknownTransactionCommitResult");

/** Whether a change stream can be opened again where it broke. */
export function isResumable(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (codeOf(error) === code.cursorNotFound || codeOf(error) === code.cursorKilled) return true;
  return error instanceof MongoError && error.hasErrorLabel("ResumableChangeStreamError");
}

/** Does `work` with its failures translated. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeErrorOf(error);
  }
}
