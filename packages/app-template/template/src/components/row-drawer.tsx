import { FileX, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { ConflictDialog } from "@/components/conflict-dialog";
import { Drawer } from "@/components/drawer";
import { EmptyState } from "@/components/empty-state";
import { FormFields } from "@/components/form-fields";
import { Skeleton } from "@/components/skeleton";
import { type FieldTable, type Mistakes, readRow } from "@/lib/fields";
import type { CollectionResult, Doc, Fields } from "@/lib/second-sdk";
import { type Form, useForm } from "@/lib/use-form";
import { useSave } from "@/lib/use-save";

export interface RowDrawerProps<T extends object> {
  /** The id of the open document, or "new". Give it as `key` too, so that each opens with its own form. */
  id: string;
  collection: CollectionResult<T>;
  fields: FieldTable<T>;
  /** What one row is called: "contract". */
  noun: string;
  /** The row's name, for the title and for notices. */
  nameOf: (row: T) => string;
  onClose: () => void;
  /** What a new row starts with, beside each field's empty value. */
  start?: Partial<T>;
  /** Rules across fields, as "the end is not before the start". */
  check?: (row: T) => Mistakes<T>;
  badge?: (document: Doc<T>) => ReactNode;
  onPrevious?: () => void;
  onNext?: () => void;
  /** The form's content; all fields in the order of the table when absent. */
  children?: (form: Form<T>, document: Doc<T> | null) => ReactNode;
}

/** Adds, edits and deletes one row: mistakes, slow and failed saves, conflicts and Undo included. */
export function RowDrawer<T extends object>(props: RowDrawerProps<T>) {
  const { id, collection, noun, onClose } = props;
  const document = collection.data.find((candidate) => candidate._id === id) ?? null;
  if (document || id === "new") return <RowForm {...props} document={document} />;
  return (
    <Drawer
      open
      title={collection.loading ? `Loading the ${noun}` : `This ${noun} is gone`}
      onClose={onClose}
    >
      {collection.loading ? (
        <Skeleton shape="form" label={noun} />
      ) : (
        <EmptyState
          icon={FileX}
          tone="neutral"
          title={`There is no such ${noun}`}
          text="Someone may have deleted it meanwhile."
        />
      )}
    </Drawer>
  );
}

function RowForm<T extends object>(props: RowDrawerProps<T> & { document: Doc<T> | null }) {
  const { document, collection, fields, noun, nameOf, onClose, start, check, badge, children } = props;
  const form = useForm(fields, document, { start, check });
  const { saving, conflict, save, remove } = useSave<T>();

  function submit() {
    const row = form.submit();
    if (!row) return;
    if (document && !form.changed) return onClose();
    const mine = form.changes(row);
    const changes = mine as Partial<Fields<T>>; // a row has its own fields only, so there is nothing to leave out
    void save(
      (ifVersion) =>
        document ? collection.update(document._id, changes, { ifVersion }) : collection.insert(row),
      { failed: `${nameOf(row)} was not saved.`, version: form.version, mine, onSaved: onClose },
    );
  }

  function discard(doomed: Doc<T>) {
    const name = nameOf(readRow(fields, doomed));
    onClose();
    // The whole document, for Undo: it may have fields that this form does not list.
    void remove(collection, doomed._id, { row: doomed, name });
  }

  const footer = (
    <>
      <span role="status" className="flex-1 text-xs text-bad">
        {form.summary}
      </span>
      {document && (
        <Button kind="quiet" icon={Trash2} onClick={() => discard(document)}>
          Delete
        </Button>
      )}
      <Button kind="primary" type="submit" form={form.id} pending={saving}>
        {document ? "Save" : `Add ${noun}`}
      </Button>
    </>
  );

  return (
    <Drawer
      open
      title={document ? nameOf(readRow(fields, document)) : `New ${noun}`}
      badge={document && badge?.(document)}
      onClose={onClose}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
      footer={footer}
    >
      <form
        id={form.id}
        noValidate
        className="grid content-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children ? children(form, document) : <FormFields form={form} rows={collection.data} />}
      </form>
      <ConflictDialog conflict={conflict} fields={fields} />
    </Drawer>
  );
}
