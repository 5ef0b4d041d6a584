import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import type { Choice } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";

export interface TabsProps<Id extends string> {
  label: string;
  items: readonly Choice<Id>[];
  value: Id;
  onChange: (value: Id) => void;
  /** What the chosen tab shows. */
  children: ReactNode;
  className?: string;
}

/** Parts of one thing, as details and history in a drawer. Views of the app stand in AppFrame. */
export function Tabs<Id extends string>({
  label,
  items,
  value,
  onChange,
  children,
  className,
}: TabsProps<Id>) {
  return (
    // Radix hands back the value of a tab, which is one of the ids
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as Id)}
      className={cn("min-w-0", className)}
    >
      <Radix.List
        aria-label={label}
        className="flex gap-0.5 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {items.map(({ id, label: text, icon: Icon, count }) => (
          <Radix.Trigger
            key={id}
            value={id}
            className="flex h-control items-center gap-1.75 px-2.5 font-medium whitespace-nowrap text-soft -outline-offset-2 data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_var(--accent)]"
          >
            {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
            {text}
            {count !== undefined && (
              <span className="text-xs text-muted tabular-nums">{formatNumber(count)}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={value} className="pt-4">
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
