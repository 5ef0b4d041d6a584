import { Check, ChevronsUpDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { useState } from "react";
import { createPortal } from "react-dom";
import { Dot } from "@/components/badge";
import { type FieldProps, FieldShell } from "@/components/field";
import { type Choice, choiceOf } from "@/lib/choices";
import { cn } from "@/lib/cn";

export interface SelectProps<Id extends string> extends FieldProps {
  options: readonly Choice<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  placeholder?: string;
}

/** One of a short, fixed list. For long lists or new values: Combobox. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { options, value, onChange, placeholder = "Choose", disabled, onBlur } = props;
  const [open, setOpen] = useState(false);
  const chosen = choiceOf(options, value);
  const toned = options.some((option) => option.tone);
  return (
    <FieldShell {...props}>
      {({ labelId, ...ids }) => (
        <Radix.Root
          value={value ?? ""}
          // Radix hands back the text of an option, which is one of the ids
          onValueChange={(next) => next && onChange(next as Id)}
          disabled={disabled}
          open={open}
          onOpenChange={setOpen}
        >
          <Radix.Trigger
            {...ids}
            aria-labelledby={`${labelId} ${ids.id}`}
            className="control justify-between"
            onBlur={onBlur}
          >
            <span className="flex min-w-0 items-center gap-2">
              {chosen && toned && <Dot tone={chosen.tone} />}
              <span className={cn("truncate", !chosen && "text-muted")}>
                <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
              </span>
            </span>
            <ChevronsUpDown size={14} aria-hidden className="text-soft" />
          </Radix.Trigger>
          {open && <Scrim />}
          <Radix.Portal>
            <Radix.Content
              position="popper"
              sideOffset={4}
              collisionPadding={8}
              className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-rise overflow-hidden rounded-lg border border-line bg-raised shadow-lg"
            >
              <Radix.Viewport className="p-1">
                {options.map((option) => (
                  <Radix.Item
                    key={option.id}
                    value={option.id}
                    className="flex min-h-8 items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-active phone:min-h-10"
                  >
                    {toned && <Dot tone={option.tone} />}
                    <Radix.ItemText>{option.label}</Radix.ItemText>
                    <Radix.ItemIndicator className="ml-auto pl-3">
                      <Check size={14} aria-hidden />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </FieldShell>
  );
}

/** Over the page while the list is open: what is behind it can be neither reached nor clicked, and is marked so. */
function Scrim() {
  return createPortal(<div aria-hidden className="pointer-events-auto fixed inset-0 z-40" />, document.body);
}
