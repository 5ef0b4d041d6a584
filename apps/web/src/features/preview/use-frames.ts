"use client";
import { useState } from "react";

interface Wanted {
  versionId: string;
  versionNumber: number;
  /** The newest address of the version, for its next load: an address lives for hours only. */
  url: string;
}

export interface FrameEntry extends Wanted {
  isReady: boolean;
}

/** What the frames become when `wanted` is the version to show: it loads behind the one that shows. */
export function withVersion(
  frames: readonly FrameEntry[],
  { versionId, versionNumber, url }: Wanted,
): readonly FrameEntry[] {
  const newest = frames.at(-1);
  if (newest?.versionId === versionId)
    return newest.url === url ? frames : [...frames.slice(0, -1), { ...newest, url }];
  const shown = frames.find(({ isReady }) => isReady);
  return [...(shown ? [shown] : []), { versionId, versionNumber, url, isReady: false }];
}

/** A version that has painted replaces all before it. */
export function withReady(frames: readonly FrameEntry[], versionId: string): readonly FrameEntry[] {
  const ready = frames.find((frame) => frame.versionId === versionId);
  if (!ready) return frames;
  const isNewest = frames.at(-1) === ready;
  return isNewest ? [{ ...ready, isReady: true }] : frames;
}

/** The frames to keep loaded: the one that shows and, behind it, the one that replaces it. */
export function useFrames(wanted: Wanted | null) {
  const [frames, setFrames] = useState<readonly FrameEntry[]>([]);
  if (wanted) {
    const next = withVersion(frames, wanted);
    if (next !== frames) setFrames(next);
  } else if (frames.length > 0) setFrames([]);
  const shown = frames.find(({ isReady }) => isReady) ?? null;
  return {
    frames,
    shown,
    onReady: (versionId: string) => setFrames((before) => withReady(before, versionId)),
  };
}
