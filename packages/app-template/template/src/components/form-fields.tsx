import { FormField } from "@/components/form-field";
import { usedChoices } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { fieldKeys } from "@/lib/fields";
import type { Form } from "@/lib/use-form";

export interface FormFieldsProps<T> {
  form: Form<T>;
  /** Which ones; all of them, in the order of the table, when absent. */
  names?: readonly (keyof T & string)[];
  /** The rows whose values `suggest` fields offer. */
  rows?: readonly T[];
}

/** Fields two in a line; the first one and long text take the whole line. */
export function FormFields<T>({ form, names = fieldKeys(form.fields), rows = [] }: FormFieldsProps<T>) {
  return (
    <div className="grid grid-cols-2 items-start gap-x-3 gap-y-3.5">
      {names.map((name, index) => {
        const { kind } = form.fields[name];
        const used = kind === "suggest" ? usedChoices(rows, (row) => textOf(row[name])) : undefined;
        return (
          <FormField
            key={name}
            form={form}
            name={name}
            options={used}
            className={cn(
              "min-w-0",
              (index === 0 || kind === "long") && "col-span-2",
              kind === "checkbox" && "self-center",
            )}
          />
        );
      })}
    </div>
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
