export type BuildStepName = "dependencies" | "checking" | "bundling";

/** A step of the build that runs, in milliseconds since the build began; `endedMs` is null while it goes on. */
export interface BuildStep {
  name: BuildStepName;
  beganMs: number;
  endedMs: number | null;
}

export const buildStepNames: readonly BuildStepName[] = ["dependencies", "checking", "bundling"];

/** What the steps become when the worker tells a phase. The first phase begins a new build. */
export function withPhase(steps: readonly BuildStep[], phase: string, atMs: number): readonly BuildStep[] {
  const ended = steps.map((step) => (step.endedMs === null ? { ...step, endedMs: atMs } : step));
  const name = buildStepNames.find((each) => each === phase);
  if (!name) return ended;
  const before = name === "dependencies" ? [] : ended;
  return [...before, { name, beganMs: atMs, endedMs: null }];
}
