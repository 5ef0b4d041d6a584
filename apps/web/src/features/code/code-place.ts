/** What the code tab shows. Null version: the draft as the agent left it. Null path: no file yet. */
export interface CodePlace {
  versionId: string | null;
  path: string | null;
  line: number | null;
}

export const nowhere: CodePlace = { versionId: null, path: null, line: null };

/** The place that an address names; null when it names none. */
export function placeOf(search: string): CodePlace | null {
  const values = new URLSearchParams(search);
  const path = values.get("file");
  if (path === null) return null;
  const line = Number(values.get("line"));
  return { versionId: values.get("version"), path: path || null, line: line > 0 ? Math.floor(line) : null };
}

/** An address's query with the place in it, or with null without any. What else it says stays. */
export function withPlace(search: string, place: CodePlace | null): string {
  const values = new URLSearchParams(search);
  for (const name of ["file", "line", "version"]) values.delete(name);
  if (place) {
    values.set("file", place.path ?? "");
    if (place.line !== null) values.set("line", String(place.line));
    if (place.versionId !== null) values.set("version", place.versionId);
  }
  const query = values.toString();
  return query ? `?${query}` : "";
}
