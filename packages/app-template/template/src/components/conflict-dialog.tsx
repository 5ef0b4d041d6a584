import { Avatar } from "@/components/avatar";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FieldValue } from "@/components/field-value";
import { type FieldTable, fieldKeys } from "@/lib/fields";
import { formatMoment } from "@/lib/format";
import type { Conflict } from "@/lib/use-save";

export interface ConflictDialogProps<T> {
  /** From `useSave`; the dialog is open while there is one. */
  conflict: Conflict<T> | null;
  fields: FieldTable<T>;
}

/** Someone else changed the row meanwhile: both values side by side, and the choice between them. */
export function ConflictDialog<T>({ conflict, fields }: ConflictDialogProps<T>) {
  if (!conflict) return null;
  const { theirs, mine, keepTheirs, saveMine } = conflict;
  const keys = fieldKeys(fields).filter((key) => key in mine && !Object.is(mine[key], theirs[key]));
  return (
    <Dialog
      open
      title="Someone changed this while you typed"
      onClose={keepTheirs}
      footer={
        <>
          <Button onClick={keepTheirs}>Keep theirs</Button>
          <Button kind="primary" onClick={saveMine}>
            Save mine
          </Button>
        </>
      }
    >
      <p className="flex items-center gap-2 text-soft">
        <Avatar id={theirs._updatedBy} showName /> {formatMoment(theirs._updatedAt)}
      </p>
      {keys.map((key) => (
        <dl key={key} className="grid grid-cols-2 gap-2">
          <Side
            name={`${fields[key].label}, theirs`}
            value={<FieldValue field={fields[key]} value={theirs[key]} />}
          />
          <Side
            name={`${fields[key].label}, yours`}
            value={<FieldValue field={fields[key]} value={mine[key]} />}
          />
        </dl>
      ))}
    </Dialog>
  );
}

function Side({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div className="min-w-0 rounded-md border border-line-strong px-2.5 py-2">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="mt-0.5 font-medium wrap-break-word">{value}</dd>
    </div>
  );
}
