import type { AppCardView } from "@second/contracts";
import Link from "next/link";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusDot } from "../../ui/status-dot.tsx";
import { appStatus } from "../shell/app-status.ts";

/** An app to open: name, what it is, what its agent is doing, who made it, when it changed. */
export function AppCard({ app, slug, userId }: { app: AppCardView; slug: string; userId: string }) {
  const { dot, label } = appStatus(app);
  return (
    <Link
      href={`/w/${slug}/apps/${app.id}`}
      className="flex min-h-34 min-w-0 flex-col rounded-lg border border-line bg-surface p-3.5 transition-[border-color] duration-(--dur-1) hover:border-control-line"
    >
      <h3 className="truncate font-medium text-base">{app.name}</h3>
      <p className="mt-0.5 line-clamp-2 text-text-2 text-xs leading-4.5">
        {app.description ?? "No description yet."}
      </p>
      <p className="mt-auto flex min-w-0 items-center gap-1.75 pt-3 text-text-2 text-xs">
        <StatusDot state={dot} />
        <span className="truncate">{label}</span>
      </p>
      <p className="mt-0.5 flex min-w-0 gap-1 text-text-3 text-xs">
        <span className="truncate">{app.createdBy.id === userId ? "You" : app.createdBy.name}</span>
        <span aria-hidden="true">·</span>
        <RelativeTime at={app.updatedAt} className="flex-none" />
      </p>
    </Link>
  );
}
