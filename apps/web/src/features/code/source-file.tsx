"use client";
import type { AppView, Manifest } from "@second/contracts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { CodeView } from "./code-view.tsx";
import { useSourceText } from "./use-source.ts";

interface SourceFileProps {
  app: AppView;
  versionId: string | null;
  path: string;
  /** Null when the source has no such file. */
  file: Manifest[string] | null;
  line: number | null;
  visit: number;
}

const sizeBytesMax = 512 * 1024;

/** One file, or why it is not shown. */
export function SourceFile({ app, versionId, path, file, line, visit }: SourceFileProps) {
  const isSmall = file !== null && file.sizeBytes <= sizeBytesMax;
  const text = useSourceText(app, { versionId, path, sha256: isSmall ? file.sha256 : null });
  if (!file) return <Note>This file is not in here. It may be in another version.</Note>;
  if (!isSmall)
    return <Note>This file is too large to be shown: {Math.round(file.sizeBytes / 1024)} KB.</Note>;
  if (text.isError)
    return (
      <ProblemView
        problem={pageProblem(text.error)}
        title="This file could not be loaded"
        onRetry={() => void text.refetch()}
      />
    );
  if (text.data === undefined) return <SkeletonRows className="flex-1" />;
  if (text.data === null) return <Note>This file is no text.</Note>;
  return <CodeView path={path} text={text.data} line={line} visit={visit} />;
}

const Note = ({ children }: { children: React.ReactNode }) => (
  <p className="px-4 py-3 text-sm text-text-2">{children}</p>
);
