import { type LucideIcon, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Dot } from "@/components/badge";
import { ErrorBoundary } from "@/components/error-boundary";
import type { Choice, Tone } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { formatMoment, formatNumber } from "@/lib/format";
import { type ConnectionStatus, useConnection } from "@/lib/second-sdk";

export interface AppFrameProps<Id extends string> {
  /** The app's name. */
  title: string;
  icon: LucideIcon;
  /** The app's screens, when it has more than one. */
  views?: readonly Choice<Id>[];
  view?: Id;
  onView?: (view: Id) => void;
  /** The one primary Button. */
  action?: ReactNode;
  children: ReactNode;
}

/** Header with name, views and connection; below it the screen, up to the edges. */
export function AppFrame<Id extends string>(props: AppFrameProps<Id>) {
  const { title, icon: Icon, views, view, onView, action, children } = props;
  const connection = useConnection();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex min-h-15 flex-wrap items-center gap-x-3 border-b border-line bg-surface px-pad phone:min-h-14 phone:pt-2">
        <span className="grid size-7.5 place-items-center rounded-[9px] border border-accent-line bg-accent-soft text-accent-text">
          <Icon size={16} strokeWidth={1.75} aria-hidden />
        </span>
        <h1 className="min-w-0 text-[16px] leading-5.5 font-strong tracking-[-0.012em] phone:flex-1">
          {title}
        </h1>
        {views && views.length > 1 && <Views views={views} view={view} onView={onView} />}
        <span className="flex-1 phone:hidden" />
        <Connection status={connection.status} />
        {action}
        <span className="hidden h-2 w-full phone:block" />
      </header>
      {connection.status === "offline" && (
        <p
          role="status"
          className="flex items-center gap-2 border-b border-warn-line bg-warn-soft px-pad py-2 font-medium text-warn"
        >
          <WifiOff size={16} aria-hidden />
          You are offline. Showing data from {formatMoment(connection.since)}.
        </p>
      )}
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ErrorBoundary key={view}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}

type ViewsProps<Id extends string> = Required<Pick<AppFrameProps<Id>, "views">> &
  Pick<AppFrameProps<Id>, "view" | "onView">;

function Views<Id extends string>({ views, view, onView }: ViewsProps<Id>) {
  return (
    <nav
      aria-label="Views"
      className="ml-3.5 flex min-w-0 gap-0.5 self-stretch overflow-x-auto [scrollbar-width:none] phone:order-9 phone:-mx-pad phone:w-[calc(100%+2*var(--pad))] phone:px-1.5"
    >
      {views.map(({ id, label, count }) => (
        <button
          key={id}
          type="button"
          aria-current={id === view ? "page" : undefined}
          onClick={() => onView?.(id)}
          className={cn(
            "relative flex items-center gap-1.75 px-2.5 font-medium whitespace-nowrap text-soft -outline-offset-2 phone:h-10",
            id === view &&
              "text-ink after:absolute after:inset-x-2.5 after:bottom-0 after:h-0.5 after:rounded-t-[2px] after:bg-accent",
          )}
        >
          {label}
          {count !== undefined && (
            <span className="text-xs text-muted tabular-nums">{formatNumber(count)}</span>
          )}
        </button>
      ))}
    </nav>
  );
}

const states: Record<ConnectionStatus, { text: string; tone: Tone }> = {
  loading: { text: "Connecting", tone: "neutral" },
  partial: { text: "Loading", tone: "neutral" },
  live: { text: "Live", tone: "ok" },
  reconnecting: { text: "Reconnecting", tone: "warn" },
  offline: { text: "Offline", tone: "bad" },
  denied: { text: "No access", tone: "bad" },
  error: { text: "Not connected", tone: "bad" },
};

function Connection({ status }: { status: ConnectionStatus }) {
  const { text, tone } = states[status];
  return (
    <span
      role="status"
      className="flex items-center gap-1.75 text-xs whitespace-nowrap text-soft phone:hidden"
    >
      <Dot tone={tone} />
      {text}
    </span>
  );
}
