"use client";
import type { AppView } from "@second/contracts";
import Link from "next/link";
import { useCallback, useRef, useState } from "react";
import { buttonClass } from "../../ui/button.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { Conversation, type ConversationHandle, useConversation } from "../chat/index.ts";
import type { CodePlace } from "../code/index.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { AppBar } from "./app-bar.tsx";
import { FirstMessageProblem } from "./first-message-problem.tsx";
import { Journey } from "./journey.tsx";
import { appLayout, journeyStep } from "./layout-state.ts";
import { type Pane, PhonePanes } from "./phone-panes.tsx";
import { SidePanels } from "./side-panels.tsx";
import { SplitPanes } from "./split-panes.tsx";
import { useApp } from "./use-app.ts";
import { useCodeTab, usePlaceInAddress } from "./use-code-tab.ts";
import { useFirstMessage } from "./use-first-message.ts";
import { useIsPhone } from "./use-is-phone.ts";
import { useKeepFocus } from "./use-keep-focus.ts";
import { useRepair } from "./use-repair.ts";

/** One app: its conversation, and what came of it. */
export function AppPage({ appId }: { appId: string }) {
  const { slug } = useWorkspace();
  const { app, problem, refetch } = useApp(appId);
  if (app) return <LoadedApp app={app} />;
  if (problem)
    return (
      <ProblemView
        problem={problem}
        title="This app could not be opened"
        level={1}
        className="flex-1"
        onRetry={() => void refetch()}
        actions={
          <Link href={`/w/${slug}`} className={buttonClass()}>
            Back to home
          </Link>
        }
      />
    );
  return (
    <Loading label="Opening the app" className="grid gap-4 p-5">
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-40 w-full max-w-190 rounded-lg" />
    </Loading>
  );
}

function LoadedApp({ app }: { app: AppView }) {
  const { workspaceId, user } = useWorkspace();
  const conversation = useConversation({ workspaceId, appId: app.id, runId: app.runId }, user);
  const { chat } = conversation;
  const isPhone = useIsPhone();
  const firstMessage = useFirstMessage(app, conversation);
  const page = useRef<HTMLDivElement>(null);
  const keepFocus = useKeepFocus(page);
  const can = (permission: string) => app.permissions.includes(permission);
  const [versionId, setVersionId] = useState<string | null>(null);
  const [compared, setCompared] = useState<string | null>(null);
  const code = useCodeTab();
  const [chosenPane, setPane] = useState<Pane | null>(code.isNamed ? "code" : null);
  const pane = chosenPane ?? (isPhone && app.draftVersionId === null ? "chat" : "preview");
  const layout = appLayout(app, chat);
  usePlaceInAddress(pane === "code" ? code.place : null);

  const showCurrent = useCallback(() => setVersionId(null), []);
  const { draftVersionId } = app;
  const openVersion = useCallback(
    (id: string) => {
      setVersionId(id === draftVersionId ? null : id);
      setPane("preview");
    },
    [draftVersionId],
  );
  const compareVersion = useCallback((id: string | null) => {
    setCompared(id);
    setPane("versions");
  }, []);

  const { open: openPlace } = code;
  const showCode = useCallback(
    (place: CodePlace) => {
      openPlace(place);
      setPane("code");
    },
    [openPlace],
  );
  const openCode = useCallback(
    (path: string, line: number) => showCode({ versionId: null, path, line }),
    [showCode],
  );

  const talkHandle = useRef<ConversationHandle>(null);
  const repair = useRepair({
    app,
    conversation,
    talk: talkHandle,
    canRun: can("app:run-builder"),
    canEdit: can("app:edit"),
    onTalk: useCallback(() => setPane((before) => (isPhone ? "chat" : before)), [isPhone]),
    onCode: showCode,
    onCurrentVersion: showCurrent,
  });

  const talk = (
    <Conversation
      ref={talkHandle}
      app={app}
      conversation={conversation}
      canRun={can("app:run-builder")}
      canEdit={can("app:edit")}
      notice={firstMessage.problem && <FirstMessageProblem {...firstMessage} />}
      onOpenVersion={openVersion}
      onCompareVersion={compareVersion}
      onOpenCode={openCode}
    />
  );
  const panels = (
    <SidePanels
      app={app}
      conversation={conversation}
      pane={pane === "chat" ? "preview" : pane}
      code={code}
      versionId={versionId}
      onCurrentVersion={showCurrent}
      onOpenVersion={openVersion}
      compared={compared}
      onCompareVersion={compareVersion}
      canEdit={can("app:edit")}
      repair={repair}
      onOpenCode={openCode}
    />
  );

  return (
    <div ref={page} onFocusCapture={keepFocus} className="flex min-h-0 flex-1 flex-col">
      <AppBar
        app={app}
        canEdit={can("app:edit")}
        onVersions={layout === "split" ? () => setPane("versions") : null}
      />
      {layout === "plan" ? (
        <div className="flex min-h-0 flex-1">
          {talk}
          <aside
            aria-label="The way to the app"
            className="w-58 flex-none overflow-y-auto border-line border-l bg-canvas px-5 py-6 max-desktop:hidden"
          >
            <Journey at={journeyStep(app, chat)} />
          </aside>
        </div>
      ) : isPhone ? (
        <PhonePanes pane={pane} onPane={setPane} talk={talk} panels={panels} />
      ) : (
        <SplitPanes pane={pane === "chat" ? "preview" : pane} onPane={setPane} talk={talk} panels={panels} />
      )}
    </div>
  );
}
