import { CalendarClock, Plus } from "lucide-react";
import { AppFrame } from "@/components/app-frame";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { fieldColumn } from "@/components/field-column";
import { FieldValue } from "@/components/field-value";
import { FilterChip } from "@/components/filter-chip";
import { RowDrawer } from "@/components/row-drawer";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { Stat, Stats } from "@/components/stat";
import { type Column, Table } from "@/components/table";
import { Spacer, Toolbar } from "@/components/toolbar";
import { matchesSearch } from "@/lib/choices";
import { daysUntil, formatMoney, formatNumber } from "@/lib/format";
import { readError } from "@/lib/read-error";
import { type Doc, useCollection, useCurrentUser } from "@/lib/second-sdk";
import { setUrlState, useUrlSort, useUrlState } from "@/lib/url-state";
import { contractFields } from "./fields";
import { type Contract, statuses } from "./types";

const columns: Column<Doc<Contract>>[] = [
  fieldColumn(contractFields, "vendor"),
  fieldColumn(contractFields, "status"),
  fieldColumn(contractFields, "category", { hideBelow: "tablet", phone: "hidden" }),
  fieldColumn(contractFields, "owner", { hideBelow: "narrow", phone: "hidden" }),
  fieldColumn(contractFields, "amount"),
  fieldColumn(contractFields, "noticeBy", { due: true }),
];

const isDue = (contract: Contract) => (daysUntil(contract.noticeBy) ?? Infinity) <= 30;

export function ContractsPage({ title }: { title: string }) {
  const contracts = useCollection<Contract>("contracts");
  const { user } = useCurrentUser();
  const [search, setSearch] = useUrlState("q");
  const [view, setView] = useUrlState("view", "all");
  const [status, setStatus] = useUrlState("status");
  const [sort, setSort] = useUrlSort({ key: "noticeBy", desc: false });
  const [open, setOpen] = useUrlState("open", "", { push: true });

  const all = contracts.data;
  const views = {
    all,
    due: all.filter(isDue),
    mine: all.filter((contract) => contract.owner === user?.id),
    unowned: all.filter((contract) => !contract.owner),
  };
  const inView = view in views ? views[view as keyof typeof views] : all;
  const rows = inView.filter(
    (contract) => (!status || contract.status === status) && matchesSearch(search, contract.vendor),
  );
  const worth = (list: readonly Contract[]) =>
    list.reduce((sum, contract) => sum + (contract.amount ?? 0), 0);
  const add = (
    <Button kind="primary" icon={Plus} onClick={() => setOpen("new")}>
      Add contract
    </Button>
  );
  const noMatch = (
    <EmptyState
      title="No contract matches"
      text={`${formatNumber(all.length)} contracts are hidden by the search or a filter.`}
      action={
        <Button onClick={() => setUrlState({ q: null, view: null, status: null })}>
          Clear search and filters
        </Button>
      }
    />
  );
  const nothing = (
    <EmptyState
      icon={CalendarClock}
      title="No contracts yet"
      text="Add the contracts you pay for, with the last day for notice. The next one due comes first."
      action={add}
    />
  );

  return (
    <AppFrame title={title} icon={CalendarClock} action={add}>
      <Stats>
        <Stat label="Contracts" value={formatNumber(all.length)} />
        <Stat label="A year" value={formatMoney(worth(all))} />
        <Stat
          label="Notice in 30 days"
          value={formatNumber(views.due.length)}
          note={`worth ${formatMoney(worth(views.due))}`}
        />
        <Stat label="Without owner" value={formatNumber(views.unowned.length)} />
      </Stats>
      <Toolbar>
        <Segmented
          label="Quick views"
          value={view}
          onChange={setView}
          items={[
            { id: "all", label: "All", count: all.length },
            { id: "due", label: "Notice in 30 days", count: views.due.length },
            { id: "mine", label: "Mine", count: views.mine.length },
            { id: "unowned", label: "No owner", count: views.unowned.length },
          ]}
        />
        <Spacer />
        <SearchField label="Search contracts" value={search} onChange={setSearch} />
        <FilterChip label="Status" value={status} options={statuses} onChange={setStatus} />
      </Toolbar>
      <Table
        label="Contracts"
        rows={rows}
        columns={columns}
        rowLabel={(contract) => contract.vendor}
        sort={sort}
        onSort={setSort}
        onOpen={(contract) => setOpen(contract._id)}
        current={open}
        total={all.length}
        loading={contracts.loading}
        error={readError(contracts)}
        empty={all.length === 0 ? nothing : noMatch}
      />
      {open && (
        <RowDrawer
          key={open}
          id={open}
          collection={contracts}
          fields={contractFields}
          noun="contract"
          nameOf={(contract) => contract.vendor}
          badge={(contract) => <FieldValue field={contractFields.status} value={contract.status} />}
          onClose={() => setOpen(null)}
        />
      )}
    </AppFrame>
  );
}
