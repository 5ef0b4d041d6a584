/** A file or folder as the explorer lists it, folders first. */
export interface TreeRow {
  path: string;
  name: string;
  /** From 0. */
  depth: number;
  isFolder: boolean;
}

interface Folder {
  folders: Map<string, Folder>;
  files: string[];
}

/** The rows that show: all of those folders that are open. */
export function treeRows(paths: readonly string[], open: ReadonlySet<string>): TreeRow[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const path of paths) {
    const names = path.split("/");
    const file = names.pop() ?? "";
    let folder = root;
    for (const name of names) {
      const next: Folder = folder.folders.get(name) ?? { folders: new Map(), files: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.files.push(file);
  }
  const rows: TreeRow[] = [];
  const visit = (folder: Folder, prefix: string, depth: number): void => {
    for (const [name, inner] of [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const path = prefix + name;
      rows.push({ path, name, depth, isFolder: true });
      if (open.has(path)) visit(inner, `${path}/`, depth + 1);
    }
    for (const name of folder.files.sort()) rows.push({ path: prefix + name, name, depth, isFolder: false });
  };
  visit(root, "", 0);
  return rows;
}

/** The folders that a file lies in, outermost first. */
export function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Paths whose name or folders contain the words, whatever their case. */
export function pathsWith(paths: readonly string[], words: string): string[] {
  const wanted = words.toLowerCase();
  return paths.filter((path) => path.toLowerCase().includes(wanted)).sort();
}

/** The file to begin with: the app's own main component. */
export function firstFile(paths: readonly string[]): string | null {
  return ["src/app.tsx", "src/App.tsx", "src/main.tsx"].find((path) => paths.includes(path)) ?? null;
}
