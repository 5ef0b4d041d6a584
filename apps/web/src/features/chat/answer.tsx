"use client";
import type { MessageMetadata } from "@second/contracts";
import { findRuntime } from "@second/contracts";
import { memo, useMemo } from "react";
import { Mark } from "../../ui/mark.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { type Block, toBlocks } from "./blocks.ts";
import { BuildCard } from "./build-card.tsx";
import type { Part } from "./live-message.ts";
import { Markdown } from "./markdown.tsx";
import { PlanCard, type PlanDecision } from "./plan-card.tsx";
import { Reasoning } from "./reasoning.tsx";
import { SuggestionsCard } from "./suggestions-card.tsx";
import { ToolList } from "./tool-list.tsx";
import { UsageButton } from "./usage-button.tsx";

export interface AnswerActions {
  onDecide: (
    body: PlanDecision | { toolCallId: string; cardHash: string; decision: "choose"; choice: number },
  ) => Promise<void>;
  onOpenVersion: (versionId: string) => void;
}

interface AnswerProps {
  parts: readonly Part[];
  metadata: MessageMetadata;
  isLive: boolean;
  /** What the platform is doing while nothing streams. */
  phase: string | null;
  /** False on older answers: their cards are inert. */
  isNewest: boolean;
  actions: AnswerActions;
}

const phaseWords: Record<string, string> = {
  starting: "Starting the agent",
  waiting: "Waiting for a builder",
  thinking: "Thinking",
  retrying: "The provider is busy; trying again",
  building: "Building what changed",
};

/** One answer of the agent. */
export const Answer = memo(function Answer(props: AnswerProps) {
  const { parts, metadata, isLive, phase, isNewest, actions } = props;
  const blocks = useMemo(
    () => toBlocks(parts, { decisions: metadata.decisions, isLive }),
    [parts, metadata.decisions, isLive],
  );
  const runtime = metadata.runtimeId ? findRuntime(metadata.runtimeId) : null;
  const model = runtime?.models.find((each) => each.id === metadata.runtimeModel);
  return (
    <article
      aria-label="Second"
      className="grid gap-2.5 [content-visibility:auto] [contain-intrinsic-size:auto_160px]"
    >
      <header className="flex items-center gap-2">
        <Mark className="size-6" />
        <span className="font-medium text-sm">Second</span>
        <span className="min-w-0 flex-1 truncate text-text-3 text-xs">{model?.name ?? runtime?.label}</span>
        {metadata.usage && <UsageButton usage={metadata.usage} />}
        {metadata.createdAt && (
          <RelativeTime at={metadata.createdAt} className="flex-none text-text-3 text-xs" />
        )}
      </header>
      {blocks.map((block) => (
        <BlockView key={block.key} block={block} phase={phase} isNewest={isNewest} actions={actions} />
      ))}
      {isLive && <Working phase={phase} isSilent={blocks.length === 0} />}
    </article>
  );
});

function Working({ phase, isSilent }: { phase: string | null; isSilent: boolean }) {
  const words = phase ? phaseWords[phase] : isSilent ? "Connecting…" : null;
  if (!words) return null;
  return (
    <p role="status" className="flex items-center gap-2 text-sm text-text-3">
      <Spinner />
      {words}
    </p>
  );
}

const BlockView = memo(function BlockView({
  block,
  phase,
  isNewest,
  actions,
}: {
  block: Block;
  phase: string | null;
  isNewest: boolean;
  actions: AnswerActions;
}) {
  switch (block.kind) {
    case "text":
      return <Markdown text={block.text} isStreaming={block.isStreaming} />;
    case "reasoning":
      return <Reasoning text={block.text} isStreaming={block.isStreaming} />;
    case "tools":
      return <ToolList rows={block.rows} />;
    case "build":
      return <BuildCard build={block.build} phase={phase} onOpen={actions.onOpenVersion} />;
    case "plan":
      return (
        <PlanCard card={block.card} onDecide={isNewest && block.card.cardHash ? actions.onDecide : null} />
      );
    case "suggestions":
      return (
        <SuggestionsCard
          card={block.card}
          onDecide={isNewest && block.card.cardHash ? actions.onDecide : null}
        />
      );
    case "notice":
      return <p className="text-sm text-text-3">{block.text}</p>;
  }
});
