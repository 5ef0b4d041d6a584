import { ChevronRight } from "lucide-react";
import { cn } from "./cn.ts";

/** Points down while the `group` button it stands in is expanded. */
export function DisclosureChevron({ className }: { className?: string }) {
  return (
    <ChevronRight
      aria-hidden="true"
      className={cn(
        "size-3.5 flex-none transition-transform duration-(--dur-1) group-aria-expanded:rotate-90",
        className,
      )}
    />
  );
}
