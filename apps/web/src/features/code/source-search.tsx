"use client";
import type { AppView, FoundLine } from "@second/contracts";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { pathsWith } from "./file-tree.ts";
import { useSourceSearch } from "./use-source.ts";

interface SourceSearchProps {
  app: AppView;
  versionId: string | null;
  paths: readonly string[];
  words: string;
  onChoose: (path: string, line: number | null) => void;
}

const namesMax = 20;

/** What was found: files by name, then lines by what they say. */
export function SourceSearch({ app, versionId, paths, words, onChoose }: SourceSearchProps) {
  const search = useSourceSearch(app, versionId, words);
  const named = pathsWith(paths, words).slice(0, namesMax);
  const files = words.length < 2 ? [] : (search.data?.files ?? []);
  const isNothing = named.length === 0 && files.length === 0 && !search.isFetching && !search.isError;
  return (
    <div className="pb-2 text-sm">
      {named.length > 0 && (
        <>
          <h3 className="px-3 pt-2 pb-1 text-text-3 text-xs">Files</h3>
          <ul>
            {named.map((path) => (
              <li key={path}>
                <button type="button" onClick={() => onChoose(path, null)} className={rowClass}>
                  <span className="min-w-0 truncate">{path}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {files.map(({ path, lines }) => (
        <section key={path} aria-label={`Found in ${path}`}>
          <h3 className="truncate px-3 pt-2 pb-1 text-text-3 text-xs" title={path}>
            {path}
          </h3>
          <ul>
            {lines.map((line) => (
              <li key={line.line}>
                <button type="button" onClick={() => onChoose(path, line.line)} className={rowClass}>
                  <span className="w-7 flex-none text-right font-mono text-text-3 text-xs">{line.line}</span>
                  <Found line={line} length={words.length} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {search.isFetching && files.length === 0 && words.length >= 2 && <SkeletonRows />}
      {search.isError && (
        <p role="alert" className="px-3 py-2 text-danger">
          {pageProblem(search.error).message}{" "}
          <Button size="xs" onClick={() => void search.refetch()}>
            Try again
          </Button>
        </p>
      )}
      <p role="status" className="px-3 pt-2 text-text-2 text-xs">
        {isNothing &&
          (words.length < 2 ? "Type two letters or more to search in files." : "Nothing was found.")}
        {search.data?.isCut && files.length > 0 && "There is more; search for more letters."}
        {(search.data?.filesSkipped ?? 0) > 0 &&
          ` Files over 512 KB are not searched: ${search.data?.filesSkipped}.`}
      </p>
    </div>
  );
}

const rowClass =
  "flex min-h-7 w-full items-center gap-2 px-3 text-left focus-inset hover:bg-hover max-tablet:min-h-10";

function Found({ line: { text, at }, length }: { line: FoundLine; length: number }) {
  return (
    <code className="min-w-0 truncate text-xs">
      {text.slice(0, at)}
      <mark className="rounded-xs bg-warning-soft text-text">{text.slice(at, at + length)}</mark>
      {text.slice(at + length)}
    </code>
  );
}
