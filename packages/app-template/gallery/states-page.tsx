import { CalendarClock, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { ConflictDialog } from "@/components/conflict-dialog";
import { Dialog } from "@/components/dialog";
import { EmptyState } from "@/components/empty-state";
import { ErrorBoundary } from "@/components/error-boundary";
import { ErrorState } from "@/components/error-state";
import { FilterChip } from "@/components/filter-chip";
import { SearchField } from "@/components/search-field";
import { Skeleton } from "@/components/skeleton";
import { toast } from "@/components/toast";
import { Toolbar } from "@/components/toolbar";
import type { Conflict } from "@/lib/use-save";
import { failure } from "./failures.ts";
import { contractFields } from "./features/contracts/fields.ts";
import { type Contract, statuses } from "./features/contracts/types.ts";

function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 content-start gap-2">
      <h2 className="font-strong">{title}</h2>
      <div className="flex h-74 flex-col overflow-hidden rounded-xl border border-line bg-surface">
        {children}
      </div>
    </section>
  );
}

function Broken(): ReactNode {
  throw new Error("A screen that breaks, for the gallery");
}

/** What a screen shows when it is not simply full. */
export function StatesPage() {
  const [open, setOpen] = useState<"dialog" | "confirm" | "conflict" | null>(null);
  const close = () => setOpen(null);
  return (
    <main className="grid grid-cols-3 gap-6 p-pad tablet:grid-cols-2 phone:grid-cols-1">
      <h1 className="sr-only">States</h1>
      <Frame title="First load">
        <Skeleton shape="table" label="Contracts" />
      </Frame>
      <Frame title="First load of a board">
        <Skeleton shape="board" label="Candidates" />
      </Frame>
      <Frame title="First load of a form">
        <Skeleton shape="form" label="Form" className="p-4" />
      </Frame>
      <Frame title="Nothing yet">
        <EmptyState
          icon={CalendarClock}
          title="No contracts yet"
          text="Add the contracts you pay for, with the last day for notice. The next one due comes first."
          action={
            <Button kind="primary" icon={Plus}>
              Add contract
            </Button>
          }
        />
      </Frame>
      <Frame title="No match">
        <Toolbar className="border-b border-line bg-canvas">
          <SearchField label="Search vendors" value="atlas" onChange={() => undefined} className="w-40" />
          <FilterChip label="Status" value="cancelling" options={statuses} onChange={() => undefined} />
        </Toolbar>
        <EmptyState
          title="No contract matches “atlas” with status cancelling"
          text="58 contracts are hidden by the search and one filter."
          action={<Button>Clear search and filter</Button>}
        />
      </Frame>
      <Frame title="Could not load">
        <ErrorState error={failure({})} title="The contracts could not be loaded" onRetry={() => undefined} />
      </Frame>
      <Frame title="Not allowed">
        <ErrorState error={failure({ status: 403 })} title="You cannot see these contracts" />
      </Frame>
      <Frame title="The screen broke">
        <ErrorBoundary>
          <Broken />
        </ErrorBoundary>
      </Frame>
      <Frame title="Overlays">
        <div className="grid gap-2 p-4">
          <Button onClick={() => setOpen("dialog")}>Open dialog</Button>
          <Button onClick={() => setOpen("confirm")}>Open question</Button>
          <Button onClick={() => setOpen("conflict")}>Open conflict</Button>
          <Button
            onClick={() =>
              toast("Cloudmere deleted.", { undo: () => toast("Brought back.", { tone: "ok" }) })
            }
          >
            Show notice
          </Button>
        </div>
      </Frame>
      <Dialog
        open={open === "dialog"}
        onClose={close}
        title="Rename the list"
        footer={
          <Button kind="primary" onClick={close}>
            Rename
          </Button>
        }
      >
        <p className="text-soft">Everyone sees the new name at once.</p>
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        onClose={close}
        onConfirm={close}
        title="Delete 3 contracts?"
        confirmLabel="Delete 3"
        cancelLabel="Keep them"
      >
        Brightdesk, Cloudmere and Ledgerline disappear for everyone.
      </ConfirmDialog>
      <ConflictDialog conflict={open === "conflict" ? conflict(close) : null} fields={contractFields} />
    </main>
  );
}

const conflict = (close: () => void): Conflict<Contract> => ({
  theirs: {
    _id: "c1",
    _version: 4,
    _createdAt: "2026-11-01T09:00:00Z",
    _updatedAt: "2026-11-24T09:40:00Z",
    _createdBy: "ada",
    _updatedBy: "grace",
    vendor: "Cloudmere",
    category: "Hosting",
    owner: "jonas",
    amount: 9200000,
    noticeBy: null,
    status: "active",
  },
  mine: { amount: 9620000, status: "review" },
  keepTheirs: close,
  saveMine: close,
});
