/**
 * A sentence for each of our variables that nothing reads, with the nearest known name: a slip of the pen should not
 * pass for a setting.
 */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  knownNames: readonly string[],
): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("SECOND_") && !knownNames.includes(name.replace(/_FILE$/, "")))
    .map((name) => {
      const [nearest] = [...knownNames].sort((left, right) => distance(name, left) - distance(name, right));
      return `Nothing reads ${name}. Did you mean ${nearest}?`;
    });
}

/** Edits between two words (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
