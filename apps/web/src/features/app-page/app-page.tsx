"use client";
import type { AppView, ChatView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { AppWindow, History, MessagesSquare } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { cn } from "../../ui/cn.ts";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { Tab, TabList, Tabs } from "../../ui/tabs.tsx";
import { Conversation, type ConversationState, useConversation } from "../chat/index.ts";
import { PreviewPanel } from "../preview/index.ts";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { AppBar } from "./app-bar.tsx";
import { Journey } from "./journey.tsx";
import { appLayout, journeyStep } from "./layout-state.ts";
import { useIsPhone } from "./use-is-phone.ts";
import { VersionsPanel } from "./versions-panel.tsx";

/** One app: its conversation, and what came of it. */
export function AppPage({ appId }: { appId: string }) {
  const { workspaceId } = useWorkspace();
  const query = useQuery({
    queryKey: queryKeys.app(workspaceId, appId),
    queryFn: ({ signal }) => api.get<AppView>(`/api/workspaces/${workspaceId}/apps/${appId}`, { signal }),
  });
  if (query.data) return <LoadedApp app={query.data} />;
  if (query.isError)
    return (
      <ProblemView
        problem={pageProblem(query.error)}
        title="This app could not be opened"
        onRetry={() => void query.refetch()}
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
  useFirstMessage(app, conversation);
  const can = (permission: string) => app.permissions.includes(permission);
  const [versionId, setVersionId] = useState<string | null>(null);
  const [pane, setPane] = useState<"chat" | "preview" | "versions">("preview");
  const layout = appLayout(app, chat);

  const talk = (
    <Conversation
      app={app}
      conversation={conversation}
      canRun={can("app:run-builder")}
      canEdit={can("app:edit")}
      onOpenVersion={(id) => {
        setVersionId(id === app.draftVersionId ? null : id);
        setPane("preview");
      }}
    />
  );
  const panels = (
    <Panels
      app={app}
      chat={chat}
      pane={pane === "chat" ? "preview" : pane}
      onPane={setPane}
      versionId={versionId}
      onVersion={setVersionId}
      isPhone={isPhone}
      canEdit={can("app:edit")}
    />
  );

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <AppBar app={app} canEdit={can("app:edit")} />
      {layout === "plan" ? (
        <div className="flex min-h-0 flex-1">
          {talk}
          <aside className="w-58 flex-none overflow-y-auto border-line border-l bg-canvas p-5 max-desktop:hidden">
            <Journey at={journeyStep(app, chat)} />
          </aside>
        </div>
      ) : isPhone ? (
        <PhonePanes pane={pane} onPane={setPane} talk={talk} panels={panels} />
      ) : (
        <Group orientation="horizontal" className="min-h-0 flex-1">
          <Panel defaultSize="36%" minSize="320px" className="flex min-h-0 flex-col">
            {talk}
          </Panel>
          <Separator
            aria-label="Width of the conversation"
            className="w-px bg-line outline-offset-0 transition-colors hover:bg-control-line focus-visible:bg-focus"
          />
          <Panel minSize="380px" className="flex min-h-0 flex-col">
            {panels}
          </Panel>
        </Group>
      )}
    </div>
  );
}

function Panels(props: {
  app: AppView;
  chat: ChatView | undefined;
  pane: "preview" | "versions";
  onPane: (pane: "preview" | "versions") => void;
  versionId: string | null;
  onVersion: (versionId: string | null) => void;
  isPhone: boolean;
  canEdit: boolean;
}) {
  const { app, chat, pane, onPane, versionId, onVersion, isPhone } = props;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {!isPhone && (
        <Tabs
          value={pane}
          // Radix answers with one of the values below.
          onValueChange={(value) => onPane(value as "preview" | "versions")}
          className="flex-none border-line border-b px-1.5"
        >
          <TabList aria-label="What came of it">
            <Tab value="preview">
              <AppWindow aria-hidden="true" />
              Preview
            </Tab>
            <Tab value="versions">
              <History aria-hidden="true" />
              Versions
            </Tab>
          </TabList>
        </Tabs>
      )}
      {/* The app stays loaded while another tab shows: coming back finds it as it was. */}
      <div className={cn("flex min-h-0 flex-1 flex-col", pane !== "preview" && "hidden")}>
        <PreviewPanel
          app={app}
          versionId={versionId}
          onCurrent={() => onVersion(null)}
          progress={<Journey at={journeyStep(app, chat)} />}
        />
      </div>
      {pane === "versions" && (
        <VersionsPanel
          app={app}
          canEdit={props.canEdit}
          onPreview={(id) => {
            onVersion(id === app.draftVersionId ? null : id);
            onPane("preview");
          }}
        />
      )}
    </div>
  );
}

/** On a phone one pane shows at a time; the others stay as they are. */
function PhonePanes({
  pane,
  onPane,
  talk,
  panels,
}: {
  pane: "chat" | "preview" | "versions";
  onPane: (pane: "chat" | "preview" | "versions") => void;
  talk: React.ReactNode;
  panels: React.ReactNode;
}) {
  const tabs = [
    { id: "chat", label: "Chat", Icon: MessagesSquare },
    { id: "preview", label: "Preview", Icon: AppWindow },
    { id: "versions", label: "Versions", Icon: History },
  ] as const;
  return (
    <>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane !== "chat" && "hidden")}>{talk}</div>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane === "chat" && "hidden")}>{panels}</div>
      <nav aria-label="Panes of the app" className="flex h-13 flex-none border-line border-t bg-surface">
        {tabs.map(({ id, label, Icon }) => (
          <button
            key={id}
            type="button"
            aria-pressed={pane === id}
            onClick={() => onPane(id)}
            className="flex flex-1 flex-col items-center justify-center gap-0.5 text-text-2 text-xs focus-inset aria-pressed:font-medium aria-pressed:text-text"
          >
            <Icon aria-hidden="true" className="size-4.5" />
            {label}
          </button>
        ))}
      </nav>
    </>
  );
}

/** The app's first message lies in the store; the page that opens first posts it, and any other finds its turn. */
function useFirstMessage(app: AppView, conversation: ConversationState): void {
  const { chat, send } = conversation;
  const posted = useRef(false);
  const first = chat?.messages[0];
  const isPending = chat?.state === "pending" && chat.turnId === null && first !== undefined;
  const mayRun = app.permissions.includes("app:run-builder");
  useEffect(() => {
    if (!isPending || !mayRun || posted.current) return;
    posted.current = true;
    // Without an answer the message stays pending: the next look at the page posts it again.
    send("", null, first.id as never).catch(() => {
      posted.current = false;
    });
  }, [isPending, mayRun, first, send]);
}
