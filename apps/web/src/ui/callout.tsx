import { CircleAlert, CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type CalloutTone = "neutral" | "success" | "warning" | "danger" | "info";

const looks = {
  neutral: { box: "border-line bg-sunken", icon: "text-text-3", Icon: Info },
  success: { box: "border-success-line bg-success-soft", icon: "text-success", Icon: CircleCheck },
  warning: { box: "border-warning-line bg-warning-soft", icon: "text-warning", Icon: TriangleAlert },
  danger: { box: "border-danger-line bg-danger-soft", icon: "text-danger", Icon: CircleX },
  info: { box: "border-info-line bg-info-soft", icon: "text-info", Icon: CircleAlert },
} as const;

export interface CalloutProps {
  tone?: CalloutTone;
  title?: ReactNode;
  children?: ReactNode;
  /** What one can do about it. */
  actions?: ReactNode;
  /** Announced when it appears; `alert` interrupts. */
  live?: "status" | "alert";
  className?: string;
}

/** Something to know at this place: what happened, why, what next. */
export function Callout({ tone = "neutral", title, children, actions, live, className }: CalloutProps) {
  const { box, icon, Icon } = looks[tone];
  return (
    <div role={live} className={cn("flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm", box, className)}>
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 flex-none", icon)} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-text-2">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
