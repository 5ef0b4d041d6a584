"use client";
import type { AppView, PreviewView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Monitor, RotateCw, Smartphone, Tablet, TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useOnline } from "../session/use-online.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { AppFrame } from "./app-frame.tsx";
import { NoPreview } from "./no-preview.tsx";
import { type Device, deviceSizes, externalHost, previewState } from "./preview-state.ts";
import { useFrames } from "./use-frames.ts";

interface PreviewPanelProps {
  app: AppView;
  /** A version to look at instead of the draft's current one. */
  versionId: string | null;
  onCurrent: () => void;
  /** Without the toolbar, for a page of its own. */
  isBare?: boolean;
  /** What the agent is doing now, for the page before a first version. */
  progress?: React.ReactNode;
}

const devices: { value: Device; label: React.ReactNode }[] = [
  { value: "fit", label: "Fit" },
  {
    value: "desktop",
    label: (
      <>
        <Monitor aria-hidden="true" />
        1280
      </>
    ),
  },
  {
    value: "tablet",
    label: (
      <>
        <Tablet aria-hidden="true" />
        768
      </>
    ),
  },
  {
    value: "phone",
    label: (
      <>
        <Smartphone aria-hidden="true" />
        390
      </>
    ),
  },
];

/** The app as it is, in a frame of its own; a new version takes its place without losing where one was. */
export function PreviewPanel({ app, versionId, onCurrent, isBare = false, progress }: PreviewPanelProps) {
  const { workspaceId, slug } = useWorkspace();
  const isOnline = useOnline();
  const wantedId = versionId ?? app.draftVersionId;
  const preview = useQuery({
    queryKey: queryKeys.app(workspaceId, app.id, "preview", wantedId ?? "none"),
    enabled: wantedId !== null,
    staleTime: 60 * 60 * 1000,
    queryFn: ({ signal }) =>
      api.post<PreviewView>(
        `/api/workspaces/${workspaceId}/apps/${app.id}/preview`,
        { side: "draft", ...(wantedId ? { versionId: wantedId } : {}) },
        { signal },
      ),
  });
  const { frames, shown, onReady } = useFrames(preview.data ?? null);
  const [route, setRoute] = useState("/");
  const [reloads, setReloads] = useState(0);
  const [device, setDevice] = useState<Device>("fit");
  const [isRotated, setRotated] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const lastRoute = useRef("/");
  const state = previewState(app);
  const size = deviceSizes[device];
  const box = size && (isRotated ? { width: size.height, height: size.width } : size);

  return (
    <section aria-label="Preview" className="flex min-h-0 flex-1 flex-col bg-sunken">
      {!isBare && (
        <div className="flex h-12 flex-none items-center gap-2 border-line border-b bg-surface px-3">
          <IconButton label="Reload the app" size="sm" onClick={() => setReloads((count) => count + 1)}>
            <RotateCw aria-hidden="true" />
          </IconButton>
          <span className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md bg-sunken px-2.5 text-sm text-text-2">
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{route}</span>
            <Badge>Draft data</Badge>
          </span>
          <Segmented
            label="Size"
            value={device}
            onChange={setDevice}
            options={devices}
            className="max-desktop:hidden"
          />
          {box && (
            <Button size="sm" variant="ghost" aria-pressed={isRotated} onClick={() => setRotated(!isRotated)}>
              Rotate
            </Button>
          )}
          <Tooltip text="Open in a new tab">
            <a
              href={`/w/${slug}/apps/${app.id}/open`}
              target="_blank"
              rel="noreferrer"
              aria-label="Open in a new tab"
              className={cn(buttonClass("ghost", "sm"), "w-7 px-0")}
            >
              <ExternalLink aria-hidden="true" />
            </a>
          </Tooltip>
        </div>
      )}
      {versionId && versionId !== app.draftVersionId && (
        <p className="flex items-center gap-2 border-info-line border-b bg-info-soft px-3 py-1.5 text-info text-sm">
          <span className="flex-1">You are looking at version {preview.data?.versionNumber ?? ""}.</span>
          <Button size="xs" onClick={onCurrent}>
            Back to the current one
          </Button>
        </p>
      )}
      {state.kind === "showing" && state.isBuilding && (
        <p
          role="status"
          className="flex items-center gap-2 border-line border-b bg-surface px-3 py-1.5 text-sm text-text-2"
        >
          <Spinner />
          The agent is working. This stays as it is until the next version is ready.
        </p>
      )}
      {state.kind === "showing" && state.hasFailed && (
        <p
          role="status"
          className="flex items-center gap-2 border-warning-line border-b bg-warning-soft px-3 py-1.5 text-sm text-warning"
        >
          <TriangleAlert aria-hidden="true" className="size-4" />
          The last change did not work out. You see the version before it.
        </p>
      )}
      {!isOnline && (
        <p
          role="status"
          className="border-warning-line border-b bg-warning-soft px-3 py-1.5 text-sm text-warning"
        >
          You are offline. The app shows what it last knew.
        </p>
      )}
      <div className={cn("relative min-h-0 flex-1", box ? "overflow-auto" : "overflow-hidden")}>
        {preview.isError && (
          <ProblemView
            problem={pageProblem(preview.error)}
            title="The preview could not be opened"
            onRetry={() => void preview.refetch()}
          />
        )}
        {state.kind !== "showing" && !versionId && <NoPreview app={app} progress={progress} />}
        {wantedId && !preview.isError && (
          <div
            className={cn(
              "relative",
              box
                ? "mx-auto my-4 flex-none overflow-hidden rounded-lg border border-line-strong"
                : "size-full",
            )}
            style={box ? { width: box.width, height: box.height } : undefined}
          >
            {!shown && (
              <p role="status" className="absolute inset-0 grid place-items-center text-sm text-text-3">
                Opening the app…
              </p>
            )}
            {frames.map((frame) => (
              <AppFrame
                key={`${frame.versionId}:${reloads}`}
                appId={app.id}
                appName={app.name}
                url={frame.url}
                initialRoute={lastRoute.current}
                isShown={frame === shown}
                onReady={() => onReady(frame.versionId)}
                onRoute={(next) => {
                  lastRoute.current = next;
                  setRoute(next);
                }}
                onLink={setLink}
              />
            ))}
          </div>
        )}
      </div>
      <LinkDialog href={link} onClose={() => setLink(null)} />
    </section>
  );
}

/** An app's link leads out only when a person says so. */
function LinkDialog({ href, onClose }: { href: string | null; onClose: () => void }) {
  const host = href ? externalHost(href) : null;
  return (
    <Dialog
      open={host !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Open ${host ?? ""}?`}
      description="A link in this app leads out of Second. Open it only if you trust the app and the address."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" asChild>
            <a href={href ?? ""} target="_blank" rel="noopener noreferrer" onClick={onClose}>
              Open
            </a>
          </Button>
        </>
      }
    >
      <code className="block max-h-32 overflow-auto break-all rounded-md bg-sunken px-3 py-2 text-xs">
        {href}
      </code>
    </Dialog>
  );
}
