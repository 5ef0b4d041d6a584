import { Inbox, Plus } from "lucide-react";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { AppFrame } from "@/components/app-frame";
import { type Accent, AppRoot } from "@/components/app-root";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { fieldColumn } from "@/components/field-column";
import { FieldList } from "@/components/field-list";
import { GroupChart } from "@/components/group-chart";
import { ListDetail } from "@/components/list-detail";
import { SearchField } from "@/components/search-field";
import { Table } from "@/components/table";
import { Toolbar } from "@/components/toolbar";
import { type Doc, useCollection } from "@/lib/second-sdk";
import { useGroups } from "@/lib/use-groups";
import { ComponentsPage } from "./components-page.tsx";
import { failure } from "./failures.ts";
import { CandidatesPage } from "./features/candidates/candidates-page.tsx";
import { ContractsPage } from "./features/contracts/contracts-page.tsx";
import { contractFields } from "./features/contracts/fields.ts";
import type { Contract } from "./features/contracts/types.ts";
import { TasksPage } from "./features/tasks/tasks-page.tsx";
import { setState } from "./sdk.ts";
import { fillCandidates, fillContracts } from "./seed.ts";
import { StatesPage } from "./states-page.tsx";
import "./gallery.css";

function SelectionPage() {
  const contracts = useCollection<Contract>("contracts");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <AppFrame title="Selection" icon={Inbox}>
      <Table
        label="Contracts"
        rows={contracts.data}
        columns={[
          fieldColumn(contractFields, "vendor"),
          fieldColumn(contractFields, "amount", { footer: "€322,120" }),
        ]}
        rowLabel={(row) => row.vendor}
        total={58}
        selection={{
          selected,
          onChange: setSelected,
          actions: <Button small>Delete</Button>,
        }}
      />
    </AppFrame>
  );
}

function GroupsPage() {
  const contracts = useCollection<Contract>("contracts");
  const byStatus = useGroups(contractFields, "status");
  return (
    <AppFrame title="Groups" icon={Inbox}>
      <div className="grid grid-cols-2 gap-4 p-pad narrow:grid-cols-1">
        <GroupChart
          fields={contractFields}
          rows={contracts.data}
          chart={{ title: "Amount by status", by: "status", sum: "amount" }}
        />
        <GroupChart
          fields={contractFields}
          rows={contracts.data}
          chart={{ title: "Contracts by owner", by: "owner", people: "owner" }}
        />
        <GroupChart
          fields={contractFields}
          rows={contracts.data}
          chart={{ title: "Amount by month", by: "noticeBy", sum: "amount" }}
        />
      </div>
      <Table
        label="Contracts"
        rows={contracts.data}
        columns={[fieldColumn(contractFields, "vendor"), fieldColumn(contractFields, "amount")]}
        rowLabel={(row) => row.vendor}
        groups={byStatus}
        total={58}
      />
    </AppFrame>
  );
}

function ListPage() {
  const contracts = useCollection<Contract>("contracts");
  const byStatus = useGroups(contractFields, "status");
  const [selected, setSelected] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const chosen = contracts.data.find((row) => row._id === selected);
  const line = (row: Doc<Contract>) => (
    <>
      <b className="block truncate">{row.vendor}</b>
      <span className="mt-1.5 flex gap-1.5">
        <Badge outline>{row.category}</Badge>
      </span>
    </>
  );
  return (
    <AppFrame
      title="Customer feedback"
      icon={Inbox}
      action={
        <Button kind="primary" icon={Plus}>
          Log feedback
        </Button>
      }
    >
      <ListDetail
        label="Feedback"
        items={contracts.data}
        groups={query.has("grouped") ? byStatus : undefined}
        selected={selected}
        onSelect={setSelected}
        renderItem={line}
        loading={contracts.loading}
        empty={<EmptyState title="No feedback yet" />}
        toolbar={
          <Toolbar>
            <SearchField label="Search feedback" value={search} onChange={setSearch} className="w-full" />
          </Toolbar>
        }
      >
        {chosen ? (
          <div className="p-6">
            <h2 className="text-lg font-strong">{chosen.vendor}</h2>
            <FieldList
              fields={contractFields}
              names={["category", "owner", "noticeBy"]}
              row={chosen}
              due="noticeBy"
            />
          </div>
        ) : (
          <EmptyState icon={Inbox} title="Choose an item" text="J and K go through the list." />
        )}
      </ListDetail>
    </AppFrame>
  );
}

const pages: Record<string, () => React.ReactNode> = {
  template: () => <App />,
  table: () => <ContractsPage title="Vendor renewals" />,
  tasks: () => <TasksPage title="Tasks" />,
  board: () => <CandidatesPage title="Hiring pipeline" />,
  list: () => <ListPage />,
  selection: () => <SelectionPage />,
  groups: () => <GroupsPage />,
  components: () => <ComponentsPage />,
  states: () => <StatesPage />,
};

const query = new URLSearchParams(window.location.search);
const accent = (query.get("accent") ?? "indigo") as Accent; // tests pass one of the names
const density = query.get("density") === "compact" ? "compact" : "comfortable";

fillContracts();
fillCandidates();
const state = query.get("state");
if (state === "empty") setState({ collections: {} });
if (state === "loading") setState({ loading: true });
if (state === "offline") setState({ status: "offline" });
if (state === "error") setState({ error: failure({}), status: "error" });
if (state === "failing") setState({ failWrites: failure({}) });

const page = query.get("page") ?? "components";
const root = document.getElementById("root");
if (!root) throw new Error("no root");
createRoot(root).render(
  page === "template" ? (
    <App />
  ) : (
    <AppRoot name="Gallery" accent={accent} density={density}>
      {pages[page]?.()}
    </AppRoot>
  ),
);
