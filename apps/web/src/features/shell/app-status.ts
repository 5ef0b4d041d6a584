import type { AppCardView } from "@second/contracts";
import type { DotState } from "../../ui/status-dot.tsx";

export interface AppStatus {
  dot: DotState;
  label: string;
}

/** What an app's newest run and version come to, in words. */
export function appStatus({
  runState,
  versionNumber,
}: Pick<AppCardView, "runState" | "versionNumber">): AppStatus {
  switch (runState) {
    case "pending":
      return { dot: "running", label: "Starting" };
    case "running":
      return { dot: "running", label: "Agent is building" };
    case "waiting_for_approval":
      return { dot: "warning", label: "Waiting for your decision" };
    case "failed":
      return { dot: "danger", label: "The last turn failed" };
    case "stopped":
      return { dot: "idle", label: versionNumber === null ? "Stopped" : "Draft, stopped" };
    case "completed":
      return versionNumber === null
        ? { dot: "idle", label: "Not built yet" }
        : { dot: "success", label: "Draft, ready to try" };
  }
}
