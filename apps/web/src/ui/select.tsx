"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface SelectOption<V extends string> {
  value: V;
  label: ReactNode;
  /** A second, quieter line in the list. */
  hint?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  id?: string;
  /** Its name when no `Field` labels it. */
  label?: string;
  disabled?: boolean;
  /** `quiet` has no outline until it is pointed at, for rows. */
  look?: "field" | "quiet";
  className?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export function Select<V extends string>({
  value,
  onChange,
  options,
  id,
  label,
  disabled,
  look = "field",
  className,
  ...described
}: SelectProps<V>) {
  return (
    <Radix.Root
      value={value}
      // Radix answers with one of the values it was given.
      onValueChange={(next) => onChange(next as V)}
      {...(disabled ? { disabled } : {})}
    >
      <Radix.Trigger
        id={id}
        aria-label={label}
        className={cn(
          "inline-flex h-8 items-center justify-between gap-2 rounded-md border px-2.5 text-left text-sm max-tablet:h-10",
          "disabled:cursor-not-allowed disabled:text-text-disabled",
          look === "field"
            ? "w-full border-control-line bg-surface"
            : "border-transparent text-text-2 hover:bg-hover hover:text-text data-[state=open]:bg-hover",
          className,
        )}
        {...described}
      >
        <Radix.Value />
        <Radix.Icon asChild>
          <ChevronDown aria-hidden="true" className="size-4 text-text-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-tip) max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop overflow-hidden rounded-lg border border-line-strong bg-raised p-1 text-sm shadow-lg"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                {...(option.disabled ? { disabled: true } : {})}
                className="flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none data-[disabled]:text-text-disabled data-[highlighted]:bg-active"
              >
                <span className="grid size-4 flex-none place-items-center">
                  <Radix.ItemIndicator>
                    <Check aria-hidden="true" className="size-4" />
                  </Radix.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint && <span className="block text-text-3 text-xs">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
