/** The registry of coding agents and their models, as data. */
export interface RuntimeModel {
  id: string;
  name: string;
  /** US dollars per million tokens; null when unknown or free of charge. */
  price: { input: number; output: number; cacheRead: number; cacheWrite: number } | null;
}

export interface RuntimeParameter {
  id: string;
  name: string;
  values: readonly string[];
  fallback: string;
}

export interface Runtime {
  id: string;
  name: string;
  /** Short honest label shown wherever the runtime is named, e.g. "Demo, no AI". */
  label: string;
  costKind: "billed" | "none";
  models: readonly RuntimeModel[];
  parameters: readonly RuntimeParameter[];
}

export const runtimes = [
  {
    id: "claude-code",
    name: "Claude Code",
    label: "Claude Code",
    costKind: "billed",
    models: [
      {
        id: "claude-opus-4-8",
        name: "Opus 4.8",
        price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      },
      {
        id: "claude-sonnet-4-6",
        name: "Sonnet 4.6",
        price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
      },
      {
        id: "claude-haiku-4-5",
        name: "Haiku 4.5",
        price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
      },
    ],
    parameters: [
      { id: "effort", name: "Effort", values: ["low", "medium", "high", "xhigh", "max"], fallback: "high" },
      {
        id: "thinking",
        name: "Thinking",
        values: ["disabled", "enabled", "adaptive"],
        fallback: "adaptive",
      },
    ],
  },
  {
    id: "demo",
    name: "Demo",
    label: "Demo, no AI",
    costKind: "none",
    models: [{ id: "demo", name: "Demo, no AI", price: null }],
    parameters: [],
  },
] as const satisfies readonly Runtime[];

export type RuntimeId = (typeof runtimes)[number]["id"];
export const demoRuntimeId = "demo" satisfies RuntimeId;

export interface RuntimeChoice {
  runtimeId: RuntimeId;
  runtimeModel: string;
  runtimeParams: Record<string, string>;
}

/** The registry's entry, or null for an unknown id. */
export function findRuntime(id: string): Runtime | null {
  return runtimes.find((runtime) => runtime.id === id) ?? null;
}

/**
 * A choice made of registered values only: unsupported parameters fall to their fallback and unknown ones are
 * dropped. Null when runtime or model is not registered.
 */
export function resolveRuntimeChoice(wanted: {
  runtimeId: string;
  runtimeModel?: string | undefined;
  runtimeParams?: Record<string, string> | undefined;
}): RuntimeChoice | null {
  const runtime = findRuntime(wanted.runtimeId);
  const model = runtime?.models.find((each) => each.id === (wanted.runtimeModel ?? runtime.models[0]?.id));
  if (!runtime || !model) return null;
  const runtimeParams = Object.fromEntries(
    runtime.parameters.map((parameter) => {
      const value = wanted.runtimeParams?.[parameter.id];
      return [
        parameter.id,
        value !== undefined && parameter.values.includes(value) ? value : parameter.fallback,
      ];
    }),
  );
  return { runtimeId: runtime.id as RuntimeId, runtimeModel: model.id, runtimeParams };
}

export type RuntimeState = "ready" | "not_signed_in" | "not_installed" | "unreachable";

/** What detection found out. Never credential values, key fragments, paths or account names. */
export interface RuntimeDetection {
  id: RuntimeId;
  state: RuntimeState;
  version: string | null;
  /** Why it is not ready and how to mend it; null when ready. */
  reason: string | null;
  auth: "api_key" | "signed_in" | "none";
  models: string[];
}
