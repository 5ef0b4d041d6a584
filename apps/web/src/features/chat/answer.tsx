"use client";
import type { MessageMetadata } from "@second/contracts";
import { findRuntime } from "@second/contracts";
import { memo, useMemo } from "react";
import { Mark } from "../../ui/mark.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { heightOf, toChunks } from "./block-chunks.ts";
import { type Block, toBlocks } from "./blocks.ts";
import { BuildCard } from "./build-card.tsx";
import type { OpenCode } from "./build-errors.tsx";
import type { BuildStep } from "./build-steps.ts";
import { LazyChunk } from "./lazy-chunk.tsx";
import type { LiveMessage } from "./live-message.ts";
import { Markdown } from "./markdown.tsx";
import type { Part } from "./part-values.ts";
import { type CardState, PlanCard } from "./plan-card.tsx";
import type { PlanDecision } from "./plan-decision.tsx";
import { Reasoning } from "./reasoning.tsx";
import { type SuggestionChoice, SuggestionsCard } from "./suggestions-card.tsx";
import { ToolList } from "./tool-list.tsx";
import { UsageButton } from "./usage-button.tsx";
import { Working } from "./working.tsx";

export interface AnswerActions {
  /** Rejects with a problem when the decision was not accepted. */
  onDecide: (body: PlanDecision | SuggestionChoice) => Promise<void>;
  onOpenVersion: (versionId: string) => void;
  onCompareVersion: (versionId: string) => void;
  onOpenCode: OpenCode;
  onCardShown: (callId: string, card: Element) => void;
}

interface AnswerProps {
  parts: readonly Part[];
  metadata: MessageMetadata;
  /** What goes on while it is written; null once it is stored. */
  live: Pick<LiveMessage, "status" | "buildSteps"> | null;
  cards: CardState;
  actions: AnswerActions;
  /** Near the end of the conversation, where people look first. */
  isRecent?: boolean;
}

/** How many runs at an answer's end are there from the beginning. */
const chunksAtOnce = 6;
const noSteps: readonly BuildStep[] = [];

/** One answer of the agent. */
export const Answer = memo(function Answer(props: AnswerProps) {
  const { parts, metadata, live, cards, actions, isRecent = true } = props;
  const isLive = live !== null;
  const blocks = useMemo(
    () => toBlocks(parts, { decisions: metadata.decisions, isLive }),
    [parts, metadata.decisions, isLive],
  );
  const chunks = useMemo(() => toChunks(blocks), [blocks]);
  const runtime = metadata.runtimeId ? findRuntime(metadata.runtimeId) : null;
  const model = runtime?.models.find((each) => each.id === metadata.runtimeModel);
  return (
    <article aria-label="Second" className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)] gap-2.5">
      <header className="flex items-center gap-2">
        <Mark className="size-6" />
        <span className="font-medium text-sm">Second</span>
        <span className="min-w-0 flex-1 truncate text-text-3 text-xs">{model?.name ?? runtime?.label}</span>
        {metadata.usage && <UsageButton usage={metadata.usage} />}
        {metadata.createdAt && (
          <RelativeTime at={metadata.createdAt} className="flex-none text-text-3 text-xs" />
        )}
      </header>
      {chunks.map((chunk, index) => (
        <LazyChunk
          key={chunk[0]?.key}
          startsNear={isRecent && index >= chunks.length - chunksAtOnce}
          estimatedHeightPx={heightOf(chunk)}
        >
          {() =>
            chunk.map((block) => (
              <BlockView
                key={block.key}
                block={block}
                steps={live && isRunningBuild(block) ? live.buildSteps : noSteps}
                cards={cards}
                actions={actions}
              />
            ))
          }
        </LazyChunk>
      ))}
      {live && <Working status={live.status} isSilent={blocks.length === 0} />}
    </article>
  );
});

const isRunningBuild = (block: Block) => block.kind === "build" && block.build.state === "running";

const BlockView = memo(function BlockView({
  block,
  steps,
  cards,
  actions,
}: {
  block: Block;
  steps: readonly BuildStep[];
  cards: CardState;
  actions: AnswerActions;
}) {
  switch (block.kind) {
    case "text":
      return <Markdown text={block.text} isStreaming={block.isStreaming} />;
    case "reasoning":
      return <Reasoning text={block.text} isStreaming={block.isStreaming} durationMs={block.durationMs} />;
    case "tools":
      return <ToolList rows={block.rows} />;
    case "build":
      return (
        <BuildCard
          build={block.build}
          steps={steps}
          onOpen={actions.onOpenVersion}
          onCompare={actions.onCompareVersion}
          onOpenCode={actions.onOpenCode}
        />
      );
    case "plan":
      return (
        <PlanCard card={block.card} state={cards} onDecide={actions.onDecide} onShown={actions.onCardShown} />
      );
    case "suggestions":
      return <SuggestionsCard card={block.card} state={cards} onDecide={actions.onDecide} />;
    case "notice":
      return <p className="text-sm text-text-2">{block.text}</p>;
  }
});
