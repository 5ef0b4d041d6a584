import { FieldValue } from "@/components/field-value";
import { cn } from "@/lib/cn";
import type { Field, FieldTable } from "@/lib/fields";

export interface FieldListProps<T> {
  fields: FieldTable<T>;
  /** Which ones, in this order. */
  names: readonly (keyof T & string)[];
  row: T;
  /** The day to meet, which tells its distance. */
  due?: keyof T & string;
  className?: string;
}

/** A row's values beside their labels, to be read. */
export function FieldList<T>({ fields, names, row, due, className }: FieldListProps<T>) {
  return (
    <dl className={cn("grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-2.5", className)}>
      {names.map((name) => {
        const field: Field<T[keyof T & string]> = fields[name];
        return (
          <div key={name} className="contents">
            <dt className="text-soft">{field.label}</dt>
            <dd className="min-w-0 tabular-nums">
              <FieldValue field={field} value={row[name]} due={name === due} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
