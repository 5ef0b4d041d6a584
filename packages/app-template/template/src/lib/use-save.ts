import { useEffect, useRef, useState } from "react";
import { toast } from "@/components/toast";
import type { CollectionResult, Doc, Fields, SecondDataError } from "@/lib/second-sdk";

/** What someone else wrote while this person typed, and the two ways on. */
export interface Conflict<T> {
  theirs: Doc<T>;
  mine: Partial<T>;
  keepTheirs(): void;
  saveMine(): void;
}

export interface Saver<T> {
  /** True when a save takes longer than a second; only then it is worth a word. */
  saving: boolean;
  /** Pass it to a ConflictDialog. */
  conflict: Conflict<T> | null;
  /**
   * Runs a write. True when it is stored. When it fails, a notice says `failed` and offers Try again.
   * With `version` the write gets it as `ifVersion`, and a change by someone else ends in `conflict`.
   */
  save(write: (ifVersion?: number) => Promise<unknown>, options: SaveOptions<T>): Promise<boolean>;
  /** Deletes a document and offers Undo for 10 seconds, which inserts the same fields again. */
  remove(
    collection: CollectionResult<T>,
    id: string,
    undo: { row: Fields<T>; name: string },
  ): Promise<boolean>;
}

export interface SaveOptions<T> {
  /** What did not happen, as "Cloudmere is still In review. The change was not saved." */
  failed: string;
  version?: number;
  mine?: Partial<T>;
  /** After it is stored, also when that took a second try. */
  onSaved?: () => void;
}

/** Writes with the failures people can act on: try again, or settle a conflict. */
export function useSave<T>(): Saver<T> {
  const [saving, setSaving] = useState(false);
  const [conflict, setConflict] = useState<Conflict<T> | null>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const save: Saver<T>["save"] = async (write, options) => {
    const slow = setTimeout(() => mounted.current && setSaving(true), 1000);
    try {
      await write(options.version);
      options.onSaved?.();
      return true;
    } catch (thrown) {
      const theirs = conflicting<T>(thrown);
      if (theirs && options.mine && mounted.current) {
        setConflict({
          theirs,
          mine: options.mine,
          keepTheirs: () => setConflict(null),
          saveMine: () => {
            setConflict(null);
            void save(write, { ...options, version: theirs._version });
          },
        });
      } else {
        const again = { label: "Try again", onClick: () => void save(write, options) };
        toast(options.failed, { tone: "bad", action: again });
      }
      return false;
    } finally {
      clearTimeout(slow);
      if (mounted.current) setSaving(false);
    }
  };

  const remove: Saver<T>["remove"] = (collection, id, { row, name }) =>
    save(() => collection.remove(id), {
      failed: `${name} was not deleted.`,
      onSaved: () => {
        const restore = () =>
          void save(() => collection.insert(row), { failed: `${name} was not brought back.` });
        toast(`${name} deleted.`, { undo: restore });
      },
    });

  return { saving, conflict, save, remove };
}

function conflicting<T>(thrown: unknown): Doc<T> | null {
  const error = thrown as Partial<SecondDataError> | null; // whatever a write rejects with; only two fields are looked at
  if (error?.code !== "document.conflict" || !error.current) return null;
  return error.current as Doc<T>; // the document of the same collection, as it stands now
}
