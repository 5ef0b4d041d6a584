"use client";
import type { AppView } from "@second/contracts";
import { useMemo } from "react";
import { cn } from "../../ui/cn.ts";
import {
  approvalOf,
  buildProgress,
  type ConversationState,
  type OpenCode,
  openBuildFailure,
} from "../chat/index.ts";
import { CodePanel } from "../code/index.ts";
import { NoPreview, PreviewPanel } from "../preview/index.ts";
import type { Repair } from "../repair/index.ts";
import { Building } from "./building.tsx";
import { Journey } from "./journey.tsx";
import { journeyStep } from "./layout-state.ts";
import type { SidePane } from "./split-panes.tsx";
import type { CodeTab } from "./use-code-tab.ts";
import { useVersions } from "./use-versions.ts";
import { VersionsPanel } from "./versions-panel.tsx";

interface SidePanelsProps {
  app: AppView;
  conversation: ConversationState;
  pane: SidePane;
  code: CodeTab;
  versionId: string | null;
  onCurrentVersion: () => void;
  onOpenVersion: (versionId: string) => void;
  compared: string | null;
  onCompareVersion: (versionId: string | null) => void;
  canEdit: boolean;
  repair: Repair | null;
  onOpenCode: OpenCode;
}

/** What came of the conversation. The app stays loaded while another panel shows. */
export function SidePanels(props: SidePanelsProps) {
  const { app, conversation, pane, versionId, canEdit } = props;
  const { chat } = conversation;
  const failure = useMemo(() => openBuildFailure(chat), [chat]);
  return (
    <>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane !== "preview" && "hidden")}>
        <PreviewPanel
          app={app}
          versionId={versionId}
          onCurrent={props.onCurrentVersion}
          failure={failure}
          onOpenCode={props.onOpenCode}
          repair={props.repair}
          beforeFirst={
            app.draftVersionId === null && <BeforeFirstVersion app={app} conversation={conversation} />
          }
        />
      </div>
      {pane === "code" && <AppCode app={app} code={props.code} />}
      {pane === "versions" && (
        <VersionsPanel
          app={app}
          canEdit={canEdit}
          onPreview={props.onOpenVersion}
          compared={props.compared}
          onCompare={props.onCompareVersion}
        />
      )}
    </>
  );
}

function BeforeFirstVersion({ app, conversation }: { app: AppView; conversation: ConversationState }) {
  const { chat, live } = conversation;
  const approval = approvalOf(chat);
  if (live && approval) return <Building progress={buildProgress(live)} approvedBy={approval.by} />;
  return <NoPreview app={app} progress={<Journey at={journeyStep(app, chat)} />} />;
}

function AppCode({ app, code }: { app: AppView; code: CodeTab }) {
  const list = useVersions(app);
  const versions = useMemo(() => list.data?.pages.flatMap((page) => page.versions) ?? [], [list.data]);
  return (
    <CodePanel app={app} place={code.place} visit={code.visit} onPlace={code.setPlace} versions={versions} />
  );
}
