import type { LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Dot } from "@/components/badge";
import type { Tone } from "@/lib/choices";
import { cn } from "@/lib/cn";

export interface MenuItem {
  label: string;
  onSelect: () => void;
  icon?: LucideIcon;
  tone?: Tone;
  danger?: boolean;
  disabled?: boolean;
  /** Marks the one that holds now. */
  checked?: boolean;
}

export interface MenuProps {
  /** The button that opens it, as an IconButton with a label. */
  children: ReactNode;
  items: readonly MenuItem[];
  /** A heading inside the menu. */
  title?: string;
}

/** Actions behind one button. */
export function Menu({ children, items, title }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-rise overflow-auto rounded-lg border border-line bg-raised p-1 shadow-lg"
        >
          {title && <DropdownMenu.Label className="px-2 py-1 text-xs text-muted">{title}</DropdownMenu.Label>}
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              disabled={item.disabled || item.checked}
              onSelect={item.onSelect}
              aria-current={item.checked ? "true" : undefined}
              className={cn(
                "flex min-h-8 items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-active phone:min-h-10",
                item.danger && "text-bad",
                item.disabled && "text-muted",
                item.checked && "font-medium",
              )}
            >
              {item.icon && <item.icon size={14} aria-hidden />}
              {item.tone && <Dot tone={item.tone} />}
              {item.label}
              {item.checked && <span className="ml-auto pl-3 text-xs text-muted">now</span>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
