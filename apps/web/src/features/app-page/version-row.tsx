import type { VersionView } from "@second/contracts";
import { Hammer, Undo2 } from "lucide-react";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { sizeText } from "./compare-manifests.ts";

interface VersionRowProps {
  version: VersionView;
  isCurrent: boolean;
  isCompared: boolean;
  onPreview: () => void;
  /** With the version before it; null for the first. */
  onCompare: (() => void) | null;
  /** Null for those who may not edit. */
  onRestore: (() => void) | null;
  isRestoring: boolean;
  /** The agent works on this app, or the list may be old. */
  isBusy: boolean;
}

const origins = {
  build: { Icon: Hammer, word: "Built" },
  restore: { Icon: Undo2, word: "Restored" },
} as const;

/** One version: what it was for, whose it is, and what one can do with it. */
export function VersionRow(props: VersionRowProps) {
  const { version, isCurrent } = props;
  const { Icon, word } = origins[version.origin];
  return (
    <li
      className={cn(
        "grid grid-cols-[34px_minmax(0,1fr)] gap-x-3 gap-y-1 border-line px-4 py-2.75 text-sm not-first:border-t",
        props.isCompared && "bg-accent-soft",
      )}
    >
      <span className="font-medium font-mono leading-5">v{version.number}</span>
      <div className="flex min-w-0 flex-wrap items-start justify-end gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex min-w-0 items-center gap-2">
            <span className="truncate font-medium" title={version.summary}>
              {version.summary}
            </span>
            {isCurrent && <Badge tone="success">Current</Badge>}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-text-3 text-xs">
            <span className="flex items-center gap-1.25 text-text-2">
              <Avatar name={version.createdBy.name} size="sm" />
              {version.createdBy.name}
            </span>
            <RelativeTime at={version.createdAt} />
            <span className="flex items-center gap-1.25">
              <Icon aria-hidden="true" className="size-3.5" />
              {word}
            </span>
            <span>
              {version.filesChanged} {version.filesChanged === 1 ? "file" : "files"} changed,{" "}
              {sizeText(version.sizeBytes)}
            </span>
          </p>
        </div>
        <span className="flex flex-none gap-1.5">
          <Button size="xs" variant="ghost" onClick={props.onPreview}>
            Preview
            <span className="sr-only"> version {version.number}</span>
          </Button>
          {props.onCompare && (
            <Button size="xs" variant="ghost" onClick={props.onCompare}>
              Compare
              <span className="sr-only"> version {version.number}</span>
            </Button>
          )}
          {props.onRestore && !isCurrent && (
            <Button
              size="xs"
              busy={props.isRestoring}
              disabled={props.isBusy}
              title={props.isBusy ? "The agent is working on this app. Wait, or stop it." : undefined}
              onClick={props.onRestore}
            >
              Restore
              <span className="sr-only"> version {version.number}</span>
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}
