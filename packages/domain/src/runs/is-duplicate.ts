/** True for the store's refusal of a unique value that is taken. */
export function isDuplicate(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "store.duplicate";
}
