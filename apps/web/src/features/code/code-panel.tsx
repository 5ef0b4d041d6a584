"use client";
import type { AppView } from "@second/contracts";
import { ArrowLeft, FileCode, X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import type { CodePlace } from "./code-place.ts";
import { FileExplorer } from "./file-explorer.tsx";
import { firstFile } from "./file-tree.ts";
import { SourceFile } from "./source-file.tsx";
import { SourceSearch } from "./source-search.tsx";
import { useSource } from "./use-source.ts";

interface CodePanelProps {
  app: AppView;
  place: CodePlace;
  onPlace: (place: CodePlace) => void;
  /** Rises each time that a place was asked for from elsewhere. */
  visit: number;
  /** Versions to choose from, newest first. */
  versions: readonly { id: string; number: number }[];
}

const draft = "draft";

/** The source of the draft or of a version, to be read: a tree with search, and a file. */
export function CodePanel({ app, place, onPlace, visit, versions }: CodePanelProps) {
  const source = useSource(app, place.versionId);
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  const files = source.data ?? {};
  const paths = Object.keys(files);
  const path = place.path ?? null;
  const shown = path ?? firstFile(paths);
  const choose = (next: string, line: number | null = null) => onPlace({ ...place, path: next, line });

  if (source.isError && !source.data)
    return (
      <ProblemView
        problem={pageProblem(source.error)}
        title="The files could not be loaded"
        className="flex-1"
        onRetry={() => void source.refetch()}
      />
    );
  if (source.data && paths.length === 0)
    return (
      <EmptyState icon={FileCode} title="No files yet" level={2} className="flex-1">
        The agent writes them once its plan is approved.
      </EmptyState>
    );
  return (
    <section aria-label="Code" className="@container flex min-h-0 flex-1">
      {/* Where there is little room, one of the two shows. */}
      <div
        className={cn(
          "flex min-h-0 w-60 flex-none flex-col border-line border-r @max-xl:w-full @max-xl:flex-1 @max-xl:border-r-0",
          path !== null && "@max-xl:hidden",
        )}
      >
        <div className="grid flex-none gap-2 border-line border-b p-2">
          <Select
            label="Source of"
            value={place.versionId ?? draft}
            onChange={(value) => onPlace({ ...place, versionId: value === draft ? null : value, line: null })}
            options={[
              { value: draft, label: "Draft, as it is now" },
              ...versions.map(({ id, number }) => ({ value: id, label: `Version ${number}` })),
            ]}
          />
          <div className="relative">
            <Input
              type="search"
              aria-label="Search names and contents"
              placeholder="Search"
              value={typed}
              maxLength={200}
              onChange={(event) => setTyped(event.target.value)}
              className="pr-8 [&::-webkit-search-cancel-button]:hidden"
            />
            {typed !== "" && (
              <IconButton
                label="Clear the search"
                size="xs"
                onClick={() => setTyped("")}
                className="absolute top-1 right-1 max-tablet:top-2"
              >
                <X aria-hidden="true" />
              </IconButton>
            )}
          </div>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          {!source.data ? (
            <SkeletonRows />
          ) : words ? (
            <SourceSearch
              app={app}
              versionId={place.versionId}
              paths={paths}
              words={words}
              onChoose={choose}
            />
          ) : (
            <FileExplorer paths={paths} chosen={shown} onChoose={choose} />
          )}
        </div>
      </div>
      <div className={cn("flex min-h-0 min-w-0 flex-1 flex-col", path === null && "@max-xl:hidden")}>
        <div className="flex h-10 flex-none items-center gap-2 border-line border-b px-3">
          <Button
            size="xs"
            variant="ghost"
            className="@xl:hidden"
            onClick={() => onPlace({ ...place, path: null, line: null })}
          >
            <ArrowLeft aria-hidden="true" />
            Files
          </Button>
          <code className="min-w-0 flex-1 truncate text-xs">{shown}</code>
          <span className="flex-none text-text-3 text-xs">Read only</span>
        </div>
        {shown !== null && source.data && (
          <SourceFile
            app={app}
            versionId={place.versionId}
            path={shown}
            file={files[shown] ?? null}
            line={place.line}
            visit={visit}
          />
        )}
        {shown === null && source.data && (
          <p className="px-4 py-3 text-sm text-text-2">Choose a file to read it here.</p>
        )}
      </div>
    </section>
  );
}
