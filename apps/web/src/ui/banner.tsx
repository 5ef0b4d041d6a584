import { Info, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const icons = { info: Info, warning: TriangleAlert, offline: WifiOff } as const;

/** One line across a page or a card. */
export function Banner({
  kind = "info",
  live,
  children,
  className,
}: {
  kind?: keyof typeof icons;
  live?: "status" | "alert";
  children: ReactNode;
  className?: string;
}) {
  const Icon = icons[kind];
  return (
    <div
      role={live}
      className={cn(
        "flex flex-none items-center gap-2 border-b px-4 py-2 text-sm",
        kind === "info" ? "border-line bg-sunken" : "border-warning-line bg-warning-soft",
        className,
      )}
    >
      <Icon
        aria-hidden="true"
        className={cn("size-4 flex-none", kind === "info" ? "text-text-3" : "text-warning")}
      />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
