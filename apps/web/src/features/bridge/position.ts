const epochOf = (position: string) => position.slice(0, position.indexOf("."));

/**
 * Whether a change at `position` is missing from what was read at `read`. Positions compare within one epoch; another
 * epoch is a later one, since the store begins one only after it was restored.
 */
export function isAfter(position: string, read: string): boolean {
  return epochOf(position) !== epochOf(read) || position > read;
}
