import { Trash2 } from "lucide-react";
import { Button } from "@/components/button";
import { ConflictDialog } from "@/components/conflict-dialog";
import { Drawer, Pair } from "@/components/drawer";
import { FormField } from "@/components/form-field";
import { usedChoices } from "@/lib/choices";
import { readRow } from "@/lib/fields";
import type { CollectionResult, Doc } from "@/lib/second-sdk";
import { useForm } from "@/lib/use-form";
import { useSave } from "@/lib/use-save";
import { contractFields } from "./fields";
import type { Contract } from "./types";

interface Props {
  contracts: CollectionResult<Contract>;
  contract: Doc<Contract> | null;
  onClose: () => void;
}

/** Give it the contract's id as `key`, so that the form starts over with each. */
export function ContractDrawer({ contracts, contract, onClose }: Props) {
  const form = useForm(contractFields, contract);
  const { saving, conflict, save, remove } = useSave<Contract>();

  async function submit() {
    const row = form.submit();
    if (!row) return;
    const mine = form.changes(row);
    await save(
      (ifVersion) => (contract ? contracts.update(contract._id, mine, { ifVersion }) : contracts.insert(row)),
      { failed: `${row.vendor} was not saved.`, version: form.version, mine, onSaved: onClose },
    );
  }

  function discard(doomed: Doc<Contract>) {
    onClose();
    void remove(contracts, doomed._id, { row: readRow(contractFields, doomed), name: doomed.vendor });
  }

  const buttons = (
    <>
      <span className="flex-1 text-xs text-bad">{form.summary}</span>
      {contract && (
        <Button kind="quiet" icon={Trash2} onClick={() => discard(contract)}>
          Delete
        </Button>
      )}
      <Button kind="primary" pending={saving} onClick={submit}>
        {contract ? "Save" : "Add contract"}
      </Button>
    </>
  );

  return (
    <Drawer open title={contract?.vendor ?? "New contract"} onClose={onClose} footer={buttons}>
      <FormField form={form} name="vendor" />
      <Pair>
        <FormField form={form} name="category" options={usedChoices(contracts.data, (row) => row.category)} />
        <FormField form={form} name="owner" />
        <FormField form={form} name="amount" />
        <FormField form={form} name="noticeBy" />
        <FormField form={form} name="status" />
      </Pair>
      <ConflictDialog conflict={conflict} fields={contractFields} />
    </Drawer>
  );
}
