import { type SandboxReport, sandboxMeanings } from "@second/contracts";
import { Callout } from "../../ui/callout.tsx";

const titles: Partial<Record<SandboxReport["kind"], string>> = {
  none: "Agents run without a sandbox here",
  missing: "Agents are off here",
};

/** What a missing sandbox means and how to mend it; nothing where agents run isolated, or where nothing is known. */
export function SandboxCallout({ sandbox, className }: { sandbox: SandboxReport; className: string }) {
  const title = titles[sandbox.kind];
  if (!title) return null;
  return (
    <Callout tone="warning" title={title} className={className}>
      {sandboxMeanings[sandbox.kind]} <span className="mt-0.5 block">{sandbox.reason}</span>
    </Callout>
  );
}
