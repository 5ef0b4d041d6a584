import {
  demoRuntimeId,
  type RuntimeChoice,
  type RuntimeDetection,
  type RuntimeState,
  resolveRuntimeChoice,
  runtimes,
} from "@second/contracts";

export interface RuntimeOption {
  id: string;
  /** The honest name, e.g. "Demo, no AI". */
  label: string;
  state: RuntimeState;
  version: string | null;
  /** Why it cannot be used and how to mend it; null when ready. */
  reason: string | null;
  models: readonly { id: string; name: string }[];
}

const reasons: Record<Exclude<RuntimeState, "ready">, string> = {
  not_signed_in: "Nobody is signed in to it on the server.",
  not_installed: "It is not installed on the server.",
  unreachable: "The server's builder did not answer.",
};

/** Every registered runtime with its state here; one that nothing was heard of counts as unreachable. */
export function runtimeOptions(detections: readonly RuntimeDetection[]): RuntimeOption[] {
  return runtimes.map((runtime) => {
    const found = detections.find((detection) => detection.id === runtime.id);
    const state = found?.state ?? "unreachable";
    return {
      id: runtime.id,
      label: runtime.label,
      state,
      version: found?.version ?? null,
      reason: state === "ready" ? null : (found?.reason ?? reasons[state]),
      models: runtime.models.map(({ id, name }) => ({ id, name })),
    };
  });
}

export interface UsableChoice {
  choice: RuntimeChoice;
  /** Set when it is not what was wanted, or cannot be used either: says so to people. */
  notice: string | null;
  isUsable: boolean;
}

function choiceOf(
  runtimeId: string,
  runtimeModel?: string,
  runtimeParams?: Record<string, string>,
): RuntimeChoice {
  const choice = resolveRuntimeChoice({ runtimeId, runtimeModel, runtimeParams });
  if (!choice) throw new Error(`${runtimeId} is not a registered runtime`);
  return choice;
}

/**
 * What will build: the wanted model when its runtime is ready, else the first ready runtime with AI, else the demo
 * with a notice.
 */
export function usableChoice(
  options: readonly RuntimeOption[],
  wanted: { runtimeId: string; runtimeModel?: string; runtimeParams?: Record<string, string> } | null,
): UsableChoice {
  const known = wanted && resolveRuntimeChoice(wanted);
  const isReady = (id: string) => options.some((option) => option.id === id && option.state === "ready");
  if (known && isReady(known.runtimeId)) return { choice: known, notice: null, isUsable: true };
  const first = options.find((option) => option.state === "ready" && option.id !== demoRuntimeId);
  const missing = known && options.find((option) => option.id === known.runtimeId);
  const because = missing ? `${missing.label} is not available now. ` : "";
  if (first) {
    const choice = choiceOf(first.id);
    return { choice, notice: because ? `${because}${first.label} is chosen instead.` : null, isUsable: true };
  }
  const demo = options.find((option) => option.id === demoRuntimeId);
  if (isReady(demoRuntimeId)) {
    return {
      choice: choiceOf(demoRuntimeId),
      notice: "No AI model is set up here, so the demo is chosen. It plays a written build.",
      isUsable: true,
    };
  }
  return {
    choice: choiceOf(demoRuntimeId),
    notice: demo?.reason ?? reasons.unreachable,
    isUsable: false,
  };
}
