import type { CollectionResult, SecondDataError } from "@/lib/second-sdk";

/**
 * Why a collection cannot be shown, for a Table's or Board's `error`; null while its rows are current or were.
 * (A hook's own `error` is also set by a failed write, which `useSave` tells where it happened.)
 */
export function readError<T>({ error, status }: CollectionResult<T>): SecondDataError | null {
  return status === "error" || status === "denied" ? error : null;
}
