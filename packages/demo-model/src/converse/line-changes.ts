/** A run of lines that became another one. */
interface Change {
  /** Lines of the old text from `start` to before `end`. */
  start: number;
  end: number;
  lines: string[];
}

const contextMax = 6;

/**
 * Replacements that turn the old text into the new one inside a third text, which people changed meanwhile. Each is
 * anchored by lines around it that occur there exactly once. Null when one has no such anchor.
 */
export function anchoredEdits(before: string, after: string, current: string): Replacement[] | null {
  const old = before.split("\n");
  const changes = changesOf(old, after.split("\n"));
  const edits: Replacement[] = [];
  let text = current;
  for (const [index, change] of changes.entries()) {
    // Lines that another change touches are no anchor: they differ before or after it.
    const room = { from: changes[index - 1]?.end ?? 0, to: changes[index + 1]?.start ?? old.length };
    const edit = anchored(old, change, { room, text });
    if (edit === null) return null;
    text = text.replace(edit.old, () => edit.new);
    edits.push(edit);
  }
  return edits;
}

interface Replacement {
  old: string;
  new: string;
}

function anchored(
  old: readonly string[],
  change: Change,
  { room, text }: { room: { from: number; to: number }; text: string },
): Replacement | null {
  for (let context = 1; context <= contextMax; context++) {
    const from = Math.max(room.from, change.start - context);
    const to = Math.min(room.to, change.end + context);
    const anchor = old.slice(from, to).join("\n");
    if (anchor === "" || text.split(anchor).length !== 2) continue;
    return {
      old: anchor,
      new: [...old.slice(from, change.start), ...change.lines, ...old.slice(change.end, to)].join("\n"),
    };
  }
  return null;
}

/** The changed runs, by the longest common subsequence of lines. */
function changesOf(old: readonly string[], next: readonly string[]): Change[] {
  const lengths = commonLengths(old, next);
  const changes: Change[] = [];
  let [row, column] = [0, 0];
  let open: Change | null = null;
  while (row < old.length || column < next.length) {
    if (row < old.length && column < next.length && old[row] === next[column]) {
      open = null;
      row++;
      column++;
      continue;
    }
    if (!open) {
      open = { start: row, end: row, lines: [] };
      changes.push(open);
    }
    const skipOld = lengths[row + 1]?.[column] ?? -1;
    const skipNew = lengths[row]?.[column + 1] ?? -1;
    if (column >= next.length || (row < old.length && skipOld >= skipNew)) {
      row++;
      open.end = row;
    } else {
      open.lines.push(next[column] ?? "");
      column++;
    }
  }
  return changes;
}

function commonLengths(old: readonly string[], next: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = next.length - 1; column >= 0; column--) {
      const line = table[row];
      if (!line) continue;
      const below = table[row + 1];
      line[column] =
        old[row] === next[column]
          ? (below?.[column + 1] ?? 0) + 1
          : Math.max(below?.[column] ?? 0, line[column + 1] ?? 0);
    }
  }
  return table;
}
