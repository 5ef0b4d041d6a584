import { ListChecks, Plus } from "lucide-react";
import { AppFrame } from "@/components/app-frame";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { fieldColumn } from "@/components/field-column";
import { RowDrawer } from "@/components/row-drawer";
import { SearchField } from "@/components/search-field";
import { Table } from "@/components/table";
import { Toolbar } from "@/components/toolbar";
import { matchesSearch } from "@/lib/choices";
import { readError } from "@/lib/read-error";
import { useCollection } from "@/lib/second-sdk";
import { useUrlSort, useUrlState } from "@/lib/url-state";
import { type Task, taskFields } from "./task";

const columns = [
  fieldColumn(taskFields, "title"),
  fieldColumn(taskFields, "stage"),
  fieldColumn(taskFields, "owner", { hideBelow: "narrow" }),
  fieldColumn(taskFields, "due", { due: true, phone: "meta" }),
];

export function TasksPage({ title }: { title: string }) {
  const tasks = useCollection<Task>("tasks");
  const [search, setSearch] = useUrlState("q");
  const [sort, setSort] = useUrlSort({ key: "due", desc: false });
  const [open, setOpen] = useUrlState("open", "", { push: true });
  const rows = tasks.data.filter((task) => matchesSearch(search, task.title));
  const add = (
    <Button kind="primary" icon={Plus} onClick={() => setOpen("new")}>
      Add task
    </Button>
  );
  const nothing = (
    <EmptyState icon={ListChecks} title="No tasks yet" text="Add what is to be done." action={add} />
  );
  const clear = <Button onClick={() => setSearch(null)}>Clear the search</Button>;
  return (
    <AppFrame title={title} icon={ListChecks} action={add}>
      <Toolbar>
        <SearchField label="Search tasks" value={search} onChange={setSearch} />
      </Toolbar>
      <Table
        label="Tasks"
        rows={rows}
        columns={columns}
        sort={sort}
        onSort={setSort}
        loading={tasks.loading}
        error={readError(tasks)}
        current={open}
        total={tasks.data.length}
        rowLabel={(task) => task.title}
        onOpen={(task) => setOpen(task._id)}
        empty={search ? <EmptyState title={`No task matches “${search}”`} action={clear} /> : nothing}
      />
      {open && (
        <RowDrawer
          key={open}
          id={open}
          collection={tasks}
          fields={taskFields}
          noun="task"
          nameOf={(task) => task.title}
          onClose={() => setOpen(null)}
        />
      )}
    </AppFrame>
  );
}
