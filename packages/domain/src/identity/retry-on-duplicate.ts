const attemptsMax = 4;

/**
 * Runs a use-case again when someone else took the unique value it had chosen, so that it chooses anew.
 * @throws the last error, or at once any other.
 */
export async function retryOnDuplicate<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isDuplicate =
        typeof error === "object" && error !== null && "code" in error && error.code === "store.duplicate";
      if (!isDuplicate || tries === attemptsMax) throw error;
    }
  }
}
