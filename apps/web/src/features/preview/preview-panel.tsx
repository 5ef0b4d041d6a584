"use client";
import type { AppView, PreviewView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, useEffect, useRef, useState } from "react";
import { Spinner } from "../../ui/spinner.tsx";
import type { FailedBuild, OpenCode } from "../chat/index.ts";
import { ConsoleButton, ConsoleDrawer, ErrorBar, type Repair, useAppLog } from "../repair/index.ts";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { AppFrame } from "./app-frame.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { PreviewBanners } from "./preview-banners.tsx";
import { type Device, screenOf } from "./preview-state.ts";
import { PreviewToolbar } from "./preview-toolbar.tsx";
import { Stage } from "./stage.tsx";
import { type FrameEntry, useFrames } from "./use-frames.ts";

interface PreviewPanelProps {
  app: AppView;
  /** A version to look at instead of the draft's current one. */
  versionId: string | null;
  onCurrent: () => void;
  /** What keeps the newest change from showing. */
  failure: FailedBuild | null;
  /** Null where there is no code tab. */
  onOpenCode: OpenCode | null;
  /** What may be done about an error of the app; null for those who may not run the builder. */
  repair: Repair | null;
  /** Without the toolbar, for a page of its own. */
  isBare?: boolean;
  /** Stands where the app will be, before there is a version. */
  beforeFirst: ReactNode;
}

/** The app as it is, in a frame of its own; a new version takes its place without losing where one was. */
export const PreviewPanel = memo(function PreviewPanel(props: PreviewPanelProps) {
  const { app, versionId, isBare = false } = props;
  const { workspaceId, slug } = useWorkspace();
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
  const isOther = versionId !== null && versionId !== app.draftVersionId;
  const log = useAppLog();
  const [isConsoleOpen, setConsoleOpen] = useState(false);
  const keyOf = (frame: FrameEntry) => `${frame.versionId}:${reloads}`;
  useEffect(() => {
    for (const { versionId: id } of frames) log.begin(`${id}:${reloads}`, id);
    log.keepOnly(frames.map(({ versionId: id }) => `${id}:${reloads}`));
  }, [log, frames, reloads]);

  const place = shown && {
    store: log,
    loadKey: keyOf(shown),
    versionNumber: shown.versionNumber,
    // The agent works on the current version only.
    repair: isOther ? null : props.repair,
  };

  if (wantedId === null)
    return (
      <section aria-label="Preview" className="min-h-0 flex-1 overflow-y-auto bg-sunken">
        {props.beforeFirst}
      </section>
    );
  return (
    <section aria-label="Preview" className="flex min-h-0 flex-1 flex-col bg-sunken">
      {!isBare && (
        <PreviewToolbar
          route={route}
          device={device}
          onDevice={setDevice}
          isRotated={isRotated}
          onRotate={() => setRotated(!isRotated)}
          onReload={() => setReloads((count) => count + 1)}
          console={
            place && (
              <ConsoleButton
                store={log}
                loadKey={place.loadKey}
                isOpen={isConsoleOpen}
                onToggle={() => setConsoleOpen(!isConsoleOpen)}
              />
            )
          }
          openPath={`/w/${slug}/apps/${app.id}/open`}
        />
      )}
      <PreviewBanners
        runState={app.runState}
        failure={props.failure}
        onOpenCode={props.onOpenCode}
        otherVersion={isOther ? (preview.data?.versionNumber ?? null) : null}
        onCurrent={props.onCurrent}
      />
      {preview.isError && !preview.data ? (
        <ProblemView
          problem={pageProblem(preview.error)}
          title="The preview could not be opened"
          className="flex-1"
          onRetry={() => void preview.refetch()}
        />
      ) : (
        <Stage size={isBare ? null : screenOf(device, isRotated)} isBare={isBare}>
          {!shown && (
            <p
              role="status"
              className="absolute inset-0 flex items-center justify-center gap-2 text-sm text-text-3"
            >
              <Spinner />
              Opening the app…
            </p>
          )}
          {frames.map((frame) => (
            <AppFrame
              key={keyOf(frame)}
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
              onTold={(message) => {
                const isTurnRunning = app.runState === "running";
                void log.hear(keyOf(frame), { message, base: frame.url, isTurnRunning });
              }}
            />
          ))}
        </Stage>
      )}
      {place &&
        (isConsoleOpen ? (
          <ConsoleDrawer {...place} onClose={() => setConsoleOpen(false)} />
        ) : (
          <ErrorBar {...place} onConsole={isBare ? null : () => setConsoleOpen(true)} />
        ))}
      <LinkDialog href={link} onClose={() => setLink(null)} />
    </section>
  );
});
