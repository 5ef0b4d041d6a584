"use client";
import { ChevronRight, FileText } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "../../ui/cn.ts";
import { foldersOf, type TreeRow, treeRows } from "./file-tree.ts";

interface FileExplorerProps {
  paths: readonly string[];
  chosen: string | null;
  onChoose: (path: string) => void;
}

/** The files as a tree, by the ARIA pattern: arrows move, open and close, Enter chooses. */
export function FileExplorer({ paths, chosen, onChoose }: FileExplorerProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(["src"]));
  const [at, setAt] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) setOpen((before) => new Set([...before, ...foldersOf(chosen)]));
  }, [chosen]);
  const rows = useMemo(() => treeRows(paths, open), [paths, open]);
  const focusable = [at, chosen, rows[0]?.path].find((path) => rows.some((row) => row.path === path));

  function toggle(path: string): void {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  }

  function choose(row: TreeRow): void {
    setAt(row.path);
    if (row.isFolder) toggle(row.path);
    else onChoose(row.path);
  }

  function moveTo(row: TreeRow | undefined): void {
    if (!row) return;
    setAt(row.path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent, row: TreeRow, index: number): void {
    const isOpen = row.isFolder && open.has(row.path);
    switch (event.key) {
      case "ArrowDown":
        moveTo(rows[index + 1]);
        break;
      case "ArrowUp":
        moveTo(rows[index - 1]);
        break;
      case "Home":
        moveTo(rows[0]);
        break;
      case "End":
        moveTo(rows.at(-1));
        break;
      case "ArrowRight":
        if (isOpen) moveTo(rows[index + 1]);
        else if (row.isFolder) toggle(row.path);
        break;
      case "ArrowLeft":
        if (isOpen) toggle(row.path);
        else moveTo(rows.find(({ path }) => path === foldersOf(row.path).at(-1)));
        break;
      case "Enter":
      case " ":
        choose(row);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <div ref={tree} role="tree" aria-label="Files" className="py-1 text-sm">
      {rows.map((row, index) => (
        <div
          key={row.path}
          role="treeitem"
          aria-level={row.depth + 1}
          aria-selected={row.path === chosen}
          {...(row.isFolder ? { "aria-expanded": open.has(row.path) } : {})}
          data-path={row.path}
          tabIndex={row.path === focusable ? 0 : -1}
          onClick={() => choose(row)}
          onKeyDown={(event) => onKeyDown(event, row, index)}
          style={{ paddingLeft: `${12 + row.depth * 14}px` }}
          className={cn(
            "flex h-7 cursor-default items-center gap-1.5 pr-2 focus-inset hover:bg-hover max-tablet:h-10",
            row.path === chosen && "bg-active font-medium",
          )}
        >
          {row.isFolder ? (
            <ChevronRight
              aria-hidden="true"
              className={cn("size-3.5 flex-none text-text-3", open.has(row.path) && "rotate-90")}
            />
          ) : (
            <FileText aria-hidden="true" className="size-3.5 flex-none text-text-3" />
          )}
          <span className="min-w-0 truncate">{row.name}</span>
        </div>
      ))}
    </div>
  );
}
