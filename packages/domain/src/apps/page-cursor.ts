import { Problem } from "@second/contracts";

/** Runs a listing. @throws `query.cursor_invalid` when the caller's cursor is not one the store gave. */
export async function withCursor<T>(cursor: string | undefined, list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (error) {
    const isMisuse =
      typeof error === "object" && error !== null && "code" in error && error.code === "store.misuse";
    if (cursor !== undefined && isMisuse) throw new Problem("query.cursor_invalid", { cause: error });
    throw error;
  }
}
