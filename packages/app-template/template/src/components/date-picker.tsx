import { Calendar } from "lucide-react";
import { Popover } from "radix-ui";
import { lazy, Suspense, useState } from "react";
import { type FieldProps, FieldShell } from "@/components/field";
import { ParsedInput } from "@/components/parsed-input";
import { formatDate, isDay, parseDate } from "@/lib/format";

const CalendarPanel = lazy(() => import("@/components/calendar-panel"));

export interface DatePickerProps extends FieldProps {
  /** An ISO day (`2026-12-15`). Null when empty; other text while what is typed is no day. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** ISO days; the calendar offers none outside. */
  min?: string;
  max?: string;
  placeholder?: string;
}

/** A day, typed or chosen from a calendar that loads when it opens. */
export function DatePicker(props: DatePickerProps) {
  const { value, onChange, min, max, label, disabled } = props;
  const [open, setOpen] = useState(false);
  return (
    <FieldShell {...props}>
      {(ids) => (
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Anchor asChild>
            <div>
              <ParsedInput
                ids={ids}
                value={value}
                onChange={onChange}
                format={(held) => (held === null ? "" : isDay(held) ? formatDate(held) : null)}
                parse={(text) => (text.trim() === "" ? null : (parseDate(text) ?? text))}
                placeholder={props.placeholder}
                disabled={disabled}
                onBlur={props.onBlur}
                after={
                  <Popover.Trigger
                    disabled={disabled}
                    aria-label={`Open the calendar for ${label}`}
                    className="-mr-1.5 grid size-6 place-items-center rounded-sm text-soft hover:bg-active"
                  >
                    <Calendar size={16} strokeWidth={1.75} aria-hidden />
                  </Popover.Trigger>
                }
              />
            </div>
          </Popover.Anchor>
          <Popover.Portal>
            <Popover.Content
              align="end"
              sideOffset={6}
              collisionPadding={8}
              aria-label={`Calendar for ${label}`}
              className="z-50 min-h-72 min-w-70 animate-rise rounded-lg border border-line bg-raised p-3 shadow-lg"
            >
              <Suspense fallback={<span className="sr-only">Loading the calendar</span>}>
                <CalendarPanel
                  value={value && isDay(value) ? value : null}
                  min={min}
                  max={max}
                  onChoose={(day) => {
                    onChange(day);
                    setOpen(false);
                  }}
                />
              </Suspense>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </FieldShell>
  );
}
