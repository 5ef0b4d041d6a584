import { RadioGroup as Radix } from "radix-ui";
import { type FieldProps, FieldShell } from "@/components/field";
import type { Choice } from "@/lib/choices";

export interface RadioGroupProps<Id extends string> extends FieldProps {
  options: readonly Choice<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
}

/** One of a few, all in view. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  return (
    <FieldShell {...props}>
      {({ labelId, "aria-describedby": describedBy, id }) => (
        <Radix.Root
          id={id}
          aria-labelledby={labelId}
          aria-describedby={describedBy}
          value={props.value}
          disabled={props.disabled}
          required={props.required}
          onBlur={props.onBlur}
          // Radix hands back the value of an item, which is one of the ids
          onValueChange={(next) => props.onChange(next as Id)}
          className="grid gap-1"
        >
          {props.options.map((option) => (
            <div key={option.id} className="flex min-h-7 items-center gap-1 phone:min-h-10">
              <Radix.Item
                id={`${id}-${option.id}`}
                value={option.id}
                className="-ml-1 grid size-6 place-items-center rounded-full"
              >
                <span className="grid size-4 place-items-center rounded-full border-[1.5px] border-control-line bg-surface">
                  <Radix.Indicator className="size-2 rounded-full bg-accent" />
                </span>
              </Radix.Item>
              <label htmlFor={`${id}-${option.id}`} className="font-medium">
                {option.label}
              </label>
            </div>
          ))}
        </Radix.Root>
      )}
    </FieldShell>
  );
}
