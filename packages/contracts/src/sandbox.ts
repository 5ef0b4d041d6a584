/**
 * How agents and builds are kept apart from the machine they run on.
 * - `bwrap`: each in a jail of bubblewrap · `container`: in the container around the worker, as its operator declared
 * - `none`: not at all; they run with the worker's own rights · `missing`: a jail is demanded and there is none, so nothing runs
 * - `unknown`: the worker does not answer
 */
export type SandboxKind = "bwrap" | "container" | "none" | "missing" | "unknown";

/** What the worker says about isolation, for onboarding, settings and refusals. */
export interface SandboxReport {
  kind: SandboxKind;
  /** What is missing and how to mend it; null when nothing is, or nothing is known. */
  reason: string | null;
}

/** What each kind means for those who run and use the product; doctor and pages say the same. */
export const sandboxMeanings: Record<SandboxKind, string> = {
  bwrap: "Agents and builds run isolated in bubblewrap.",
  container:
    "Agents and builds run in the container around the worker, which SECOND_SANDBOX declares to be the sandbox.",
  none: "Agents and builds run with the rights of whoever started this server. Use it alone, or with people you trust.",
  missing: "Agents and builds are off: SECOND_SANDBOX demands bubblewrap.",
  unknown: "The builder does not answer yet, so it is not known whether agents and builds run isolated.",
};

export type SandboxFault = "not_linux" | "not_installed" | "not_allowed";

/** Why there is no jail on a machine, and what mends it. */
export const sandboxFaults: Record<SandboxFault, { text: string; fix: string }> = {
  not_linux: {
    text: "bubblewrap exists on Linux only.",
    fix: "Run Second on Linux, or in a container on this machine.",
  },
  not_installed: {
    text: "bubblewrap is not installed.",
    fix: "Install it (apt install bubblewrap, or dnf install bubblewrap), then restart.",
  },
  not_allowed: {
    text: "bubblewrap may not create namespaces here.",
    fix: "Allow them (sysctl -w kernel.unprivileged_userns_clone=1), then restart.",
  },
};
