"use client";
import type { AppView } from "@second/contracts";
import { useMemo } from "react";
import { cn } from "../../ui/cn.ts";
import { approvalOf, buildProgress, type ConversationState, openBuildErrors } from "../chat/index.ts";
import { NoPreview, PreviewPanel } from "../preview/index.ts";
import type { Repair } from "../repair/index.ts";
import { Building } from "./building.tsx";
import { Journey } from "./journey.tsx";
import { journeyStep } from "./layout-state.ts";
import { VersionsPanel } from "./versions-panel.tsx";

interface SidePanelsProps {
  app: AppView;
  conversation: ConversationState;
  pane: "preview" | "versions";
  versionId: string | null;
  onCurrentVersion: () => void;
  onOpenVersion: (versionId: string) => void;
  compared: string | null;
  onCompareVersion: (versionId: string | null) => void;
  canEdit: boolean;
  repair: Repair | null;
}

/** What came of the conversation. The app stays loaded while another panel shows. */
export function SidePanels(props: SidePanelsProps) {
  const { app, conversation, pane, versionId, canEdit } = props;
  const { chat } = conversation;
  const errors = useMemo(() => openBuildErrors(chat), [chat]);
  return (
    <>
      <div className={cn("flex min-h-0 flex-1 flex-col", pane !== "preview" && "hidden")}>
        <PreviewPanel
          app={app}
          versionId={versionId}
          onCurrent={props.onCurrentVersion}
          errors={errors}
          repair={props.repair}
          beforeFirst={
            app.draftVersionId === null && <BeforeFirstVersion app={app} conversation={conversation} />
          }
        />
      </div>
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
