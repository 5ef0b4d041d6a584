import { Kanban, Plus, Rows3, Users } from "lucide-react";
import { AppFrame } from "@/components/app-frame";
import { Avatar } from "@/components/avatar";
import { Badge } from "@/components/badge";
import { Board } from "@/components/board";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { FilterChip } from "@/components/filter-chip";
import { SearchField } from "@/components/search-field";
import { Segmented } from "@/components/segmented";
import { toast } from "@/components/toast";
import { Spacer, Toolbar } from "@/components/toolbar";
import { type Choice, matchesSearch, usedChoices } from "@/lib/choices";
import { formatDate } from "@/lib/format";
import { readError } from "@/lib/read-error";
import { type Doc, useCollection } from "@/lib/second-sdk";
import { useUrlState } from "@/lib/url-state";
import { useSave } from "@/lib/use-save";

const stages = [
  { id: "applied", label: "Applied", tone: "neutral" },
  { id: "phone", label: "Phone screen", tone: "info" },
  { id: "interview", label: "Interview", tone: "violet" },
  { id: "offer", label: "Offer", tone: "warn" },
  { id: "hired", label: "Hired", tone: "ok" },
] as const satisfies readonly Choice[];

interface Candidate {
  name: string;
  role: string;
  source: string;
  recruiter: string | null;
  nextStep: string | null;
  stage: (typeof stages)[number]["id"];
}

export function CandidatesPage({ title }: { title: string }) {
  const candidates = useCollection<Candidate>("candidates");
  const [search, setSearch] = useUrlState("q");
  const [source, setSource] = useUrlState("source");
  const { save } = useSave<Candidate>();
  const cards = candidates.data.filter(
    (card) => (!source || card.source === source) && matchesSearch(search, card.name, card.role),
  );
  const move = (card: Doc<Candidate>, stage: Candidate["stage"]) =>
    void save(() => candidates.update(card._id, { stage }), {
      failed: `${card.name} is still where they were. The change was not saved.`,
    });
  const add = (
    <Button kind="primary" icon={Plus}>
      Add candidate
    </Button>
  );
  return (
    <AppFrame
      title={title}
      icon={Users}
      action={add}
      views={[
        { id: "candidates", label: "Candidates", count: cards.length },
        { id: "roles", label: "Roles", count: 5 },
      ]}
      view="candidates"
    >
      <Toolbar>
        <SearchField label="Search candidates" value={search} onChange={setSearch} />
        <FilterChip
          label="Source"
          value={source}
          options={usedChoices(candidates.data, (card) => card.source)}
          onChange={setSource}
        />
        <Spacer />
        <Segmented
          label="Layout"
          value="board"
          onChange={() => undefined}
          items={[
            { id: "board", label: "Board", icon: Kanban },
            { id: "table", label: "Table", icon: Rows3 },
          ]}
        />
      </Toolbar>
      <Board
        label="Candidates"
        columns={stages}
        items={cards}
        columnOf={(card) => card.stage}
        onMove={move}
        itemLabel={(card) => card.name}
        onOpen={(card) => toast(`${card.name} opened.`)}
        onAdd={() => toast("Added.")}
        addLabel="Add candidate"
        loading={candidates.loading}
        error={readError(candidates)}
        empty={<EmptyState icon={Users} title="No candidates yet" text="Add the first." action={add} />}
        renderCard={(card) => (
          <>
            <span className="flex items-center gap-2">
              <b className="min-w-0 flex-1 truncate">{card.name}</b>
              <Avatar id={card.recruiter} />
            </span>
            <span className="truncate text-soft">{card.role}</span>
            <span className="mt-2 flex items-center justify-between gap-2 text-xs text-muted">
              <Badge outline>{card.source}</Badge>
              {formatDate(card.nextStep, { short: true })}
            </span>
          </>
        )}
      />
    </AppFrame>
  );
}
