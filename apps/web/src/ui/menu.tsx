"use client";
import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Kbd } from "./kbd.tsx";

const item =
  "flex min-h-8 w-full cursor-default items-center gap-2 rounded-md px-2 py-1 text-left outline-none max-tablet:min-h-10 " +
  "data-[highlighted]:bg-active data-[disabled]:text-text-disabled [&>svg]:size-4 [&>svg]:flex-none [&>svg]:text-text-3";

export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
}

export function Menu({ trigger, children, align = "start", side = "bottom", className }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-(--z-tip) max-h-(--radix-dropdown-menu-content-available-height) min-w-50 animate-pop overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 text-sm shadow-lg",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps extends ComponentProps<typeof Radix.Item> {
  /** For what cannot be taken back. */
  tone?: "danger";
  shortcut?: string;
}

export function MenuItem({ tone, shortcut, className, children, ...rest }: MenuItemProps) {
  return (
    <Radix.Item
      className={cn(item, tone === "danger" && "text-danger [&>svg]:text-current", className)}
      {...rest}
    >
      {rest.asChild ? (
        children
      ) : (
        <>
          {children}
          {shortcut && <Kbd className="ml-auto">{shortcut}</Kbd>}
        </>
      )}
    </Radix.Item>
  );
}

export interface MenuChoiceProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; disabled?: boolean; hint?: ReactNode }[];
}

/** One of several, with a tick at the chosen one. */
export function MenuChoice<V extends string>({ value, onChange, options }: MenuChoiceProps<V>) {
  return (
    // Radix answers with one of the values it was given.
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as V)}>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          {...(option.disabled ? { disabled: true } : {})}
          className={item}
        >
          <span className="grid size-4 flex-none place-items-center text-text-3">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="size-4" />
            </Radix.ItemIndicator>
          </span>
          <span className="min-w-0">
            {option.label}
            {option.hint && <span className="block text-text-2 text-xs">{option.hint}</span>}
          </span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 font-medium text-text-3 text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
