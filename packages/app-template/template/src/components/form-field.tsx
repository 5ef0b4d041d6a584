import { Checkbox } from "@/components/checkbox";
import { Combobox } from "@/components/combobox";
import { DatePicker } from "@/components/date-picker";
import { Input } from "@/components/input";
import { MoneyInput } from "@/components/money-input";
import { NumberInput } from "@/components/number-input";
import { PersonPicker } from "@/components/person-picker";
import { Select } from "@/components/select";
import { TextArea } from "@/components/text-area";
import type { Choice } from "@/lib/choices";
import type { Form } from "@/lib/use-form";

export interface FormFieldProps<T> {
  form: Form<T>;
  name: keyof T & string;
  /** For `suggest` fields: the values already used, from `usedChoices`. */
  options?: readonly Choice[];
  className?: string;
}

/** The input of one field of a form, by the field's kind. */
export function FormField<T>({ form, name, options, className }: FormFieldProps<T>) {
  return (
    <div id={`${form.id}-${name}`} className={className}>
      <FieldInput form={form} name={name} options={options} />
    </div>
  );
}

// A field's kind fixes the type of its value (see `fields.ts`), which TypeScript cannot follow through a lookup:
// hence the casts, each to the type of the kind in its branch.
function FieldInput<T>({ form, name, options = [] }: FormFieldProps<T>) {
  const field = form.fields[name];
  const value: unknown = form.values[name];
  const set = (next: unknown) => form.set(name, next as T[keyof T & string]);
  const shared = {
    label: field.label,
    hint: field.hint,
    required: field.required,
    error: form.mistakes[name],
    onBlur: () => form.leave(name),
  };
  const text = { ...shared, value: (value ?? "") as string, onChange: set, maxLength: field.maxLength };
  const day = (limit: number | string | undefined) => (typeof limit === "string" ? limit : undefined);
  const limit = (bound: number | string | undefined) => (typeof bound === "number" ? bound : undefined);

  switch (field.kind) {
    case "text":
      return <Input {...text} />;
    case "email":
      return <Input {...text} type="email" />;
    case "long":
      return <TextArea {...text} />;
    case "suggest":
      return (
        <Combobox
          {...shared}
          allowNew
          options={options}
          value={(value as string) || null}
          onChange={(next) => set(next ?? "")}
        />
      );
    case "number":
      return (
        <NumberInput
          {...shared}
          value={value as number | null}
          onChange={set}
          min={limit(field.min)}
          max={limit(field.max)}
          step={field.step}
        />
      );
    case "money":
      return (
        <MoneyInput {...shared} value={value as number | null} onChange={set} currency={field.currency} />
      );
    case "date":
      return (
        <DatePicker
          {...shared}
          value={value as string | null}
          onChange={set}
          min={day(field.min)}
          max={day(field.max)}
        />
      );
    case "person":
      return <PersonPicker {...shared} value={value as string | null} onChange={set} />;
    case "choice":
      return (
        <Select
          {...shared}
          required={false}
          options={field.choices ?? []}
          value={value as string}
          onChange={set}
        />
      );
    case "checkbox":
      return <Checkbox label={field.label} hint={field.hint} checked={value === true} onChange={set} />;
  }
}
