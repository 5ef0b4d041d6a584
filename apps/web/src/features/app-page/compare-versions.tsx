"use client";
import type { AppView, VersionView } from "@second/contracts";
import { ArrowRight, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { countLines, DiffView, toHunks } from "../chat/index.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { compareManifests, type FileChange, sizeText } from "./compare-manifests.ts";
import { useFileOfBoth, useVersion } from "./use-versions.ts";

interface CompareVersionsProps {
  app: AppView;
  versions: readonly VersionView[];
  before: string;
  after: string;
  onBefore: (versionId: string) => void;
  onClose: () => void;
}

/** Which files differ between two versions, and how. */
export function CompareVersions({ app, versions, before, after, onBefore, onClose }: CompareVersionsProps) {
  const old = useVersion(app, before);
  const now = useVersion(app, after);
  const oldFiles = old.data?.sourceManifest;
  const newFiles = now.data?.sourceManifest;
  const changes = useMemo(
    () => (oldFiles && newFiles ? compareManifests(oldFiles, newFiles) : null),
    [oldFiles, newFiles],
  );
  const error = old.error ?? now.error;
  return (
    <section aria-label="Comparison" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex-none border-line border-b px-4 py-2.5">
        <div className="flex items-center gap-2">
          <h2 className="flex min-w-0 flex-1 items-center gap-2 text-base">
            <Select
              label="Compare from"
              look="quiet"
              value={before}
              onChange={onBefore}
              options={versions
                .filter(({ id }) => id !== after)
                .map(({ id, number }) => ({ value: id, label: `Version ${number}` }))}
              className="-ml-2.5 font-strong text-text"
            />
            <ArrowRight aria-hidden="true" className="size-4 flex-none text-text-3" />
            <span className="truncate">Version {now.data?.number ?? ""}</span>
          </h2>
          <IconButton label="Close the comparison" size="sm" onClick={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
        {changes && old.data && now.data && (
          <p className="mt-1 flex flex-wrap gap-x-5 text-sm">
            <span>
              <span className="text-text-3 text-xs">Files</span> {changes.length}
            </span>
            <span>
              <span className="text-text-3 text-xs">Size</span> {sizeText(old.data.sizeBytes)} →{" "}
              {sizeText(now.data.sizeBytes)}
            </span>
          </p>
        )}
      </header>
      {error ? (
        <ProblemView
          problem={pageProblem(error)}
          title="The versions could not be compared"
          onRetry={() => void Promise.all([old.refetch(), now.refetch()])}
        />
      ) : changes ? (
        <div className="grid min-h-0 flex-1 auto-rows-min grid-cols-[minmax(0,1fr)] gap-3 overflow-y-auto p-4">
          {changes.length === 0 && <p className="text-sm text-text-2">Their files are the same.</p>}
          {changes.map((change, index) => (
            <ChangedFile
              key={`${before}:${change.path}`}
              app={app}
              change={change}
              before={before}
              after={after}
              opensAtOnce={index === 0}
            />
          ))}
        </div>
      ) : (
        <SkeletonRows className="flex-1" />
      )}
    </section>
  );
}

const kinds: Record<FileChange["kind"], { tone: Tone; word: string } | null> = {
  added: { tone: "info", word: "New file" },
  changed: null,
  removed: { tone: "danger", word: "Removed" },
};

const sizeBytesMax = 512 * 1024;

interface ChangedFileProps {
  app: AppView;
  change: FileChange;
  before: string;
  after: string;
  opensAtOnce: boolean;
}

function ChangedFile({ change, opensAtOnce, ...place }: ChangedFileProps) {
  const [isOpen, setOpen] = useState(opensAtOnce);
  const kind = kinds[change.kind];
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="group flex min-h-9 w-full items-center gap-2 bg-sunken px-3 py-1.5 text-left text-sm focus-inset hover:bg-hover"
      >
        <DisclosureChevron className="text-text-3" />
        <code className="min-w-0 flex-1 truncate text-xs">{change.path}</code>
        {kind && <Badge tone={kind.tone}>{kind.word}</Badge>}
      </button>
      {isOpen &&
        (change.sizeBytes > sizeBytesMax ? (
          <p className="border-line border-t px-3 py-2 text-sm text-text-2">
            Too large to compare here: {sizeText(change.sizeBytes)}.
          </p>
        ) : (
          <FileDiff change={change} {...place} />
        ))}
    </div>
  );
}

function FileDiff({ app, change, before, after }: Omit<ChangedFileProps, "opensAtOnce">) {
  const texts = useFileOfBoth(app, {
    path: change.path,
    before: change.kind === "added" ? null : before,
    after: change.kind === "removed" ? null : after,
  });
  const counts = useMemo(() => {
    const hunks = texts.data && toHunks(texts.data.before, texts.data.after);
    return hunks ? countLines(hunks) : null;
  }, [texts.data]);
  if (texts.isError)
    return (
      <ProblemView
        problem={pageProblem(texts.error)}
        title="This file could not be loaded"
        onRetry={() => void texts.refetch()}
      />
    );
  if (!texts.data) return <SkeletonRows />;
  return (
    <>
      {counts && (
        <p className="border-line border-t px-3 py-1 font-medium font-mono text-xs">
          <span className="text-success">+{counts.added}</span>
          {counts.removed > 0 && <span className="text-danger"> −{counts.removed}</span>}
        </p>
      )}
      <DiffView
        before={texts.data.before}
        after={texts.data.after}
        label={`Changes of ${change.path}`}
        className="max-h-[60vh] border-line border-t"
      />
    </>
  );
}
