import { CalendarClock, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Avatar } from "@/components/avatar";
import { Badge } from "@/components/badge";
import { BarChart } from "@/components/bar-chart";
import { BarList } from "@/components/bar-list";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { Checkbox } from "@/components/checkbox";
import { Combobox } from "@/components/combobox";
import { DatePicker } from "@/components/date-picker";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { LineChart } from "@/components/line-chart";
import { Menu } from "@/components/menu";
import { MoneyInput } from "@/components/money-input";
import { NumberInput } from "@/components/number-input";
import { PersonPicker } from "@/components/person-picker";
import { RadioGroup } from "@/components/radio-group";
import { Segmented } from "@/components/segmented";
import { Select } from "@/components/select";
import { Stat, Stats } from "@/components/stat";
import { Switch } from "@/components/switch";
import { Tabs } from "@/components/tabs";
import { TextArea } from "@/components/text-area";
import type { Choice, Tone } from "@/lib/choices";
import { formatMoneyShort } from "@/lib/format";

const tones: Tone[] = ["neutral", "ok", "warn", "bad", "info", "violet"];
const sizes = [
  { id: "s", label: "Small" },
  { id: "m", label: "Medium" },
  { id: "l", label: "Large" },
] as const satisfies readonly Choice[];
const toned = [
  { id: "active", label: "Active", tone: "ok" },
  { id: "review", label: "In review", tone: "warn" },
] as const satisfies readonly Choice[];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"].map((month, index) => ({
  month,
  now: (index + 3) * 710000,
  before: (index + 2) * 640000,
}));
const series = [
  { key: "now", label: "This year" },
  { key: "before", label: "Year before" },
] as const;

function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}

/** Every component that is no page of its own, in its states. */
export function ComponentsPage() {
  return (
    <main className="grid grid-cols-3 gap-gap p-pad tablet:grid-cols-2 phone:grid-cols-1">
      <h1 className="sr-only">Components</h1>
      <Buttons />
      <Texts />
      <Choosers />
      <Numbers />
      <Marks />
      <Charts />
    </main>
  );
}

function Buttons() {
  const [size, setSize] = useState<(typeof sizes)[number]["id"]>("m");
  return (
    <Card
      title="Buttons"
      actions={
        <Menu
          title="Row"
          items={[
            { label: "Rename", icon: Pencil, onSelect: () => undefined },
            { label: "Delete", icon: Trash2, danger: true, onSelect: () => undefined },
          ]}
        >
          <IconButton small icon={Ellipsis} label="More actions" />
        </Menu>
      }
    >
      <div className="grid gap-3">
        <Row>
          <Button kind="primary" icon={CalendarClock}>
            Add contract
          </Button>
          <Button>Cancel</Button>
          <Button kind="quiet" icon={Trash2}>
            Delete
          </Button>
          <Button kind="danger">Delete 3</Button>
        </Row>
        <Row>
          <Button kind="primary" pending>
            Saving
          </Button>
          <Button disabled>Cannot</Button>
          <Button small>Small</Button>
          <IconButton icon={Pencil} label="Edit" kind="plain" />
        </Row>
        <Segmented label="Size" items={sizes} value={size} onChange={setSize} />
        <Tabs label="Parts" items={sizes} value={size} onChange={setSize}>
          <p>The part “{size}”.</p>
        </Tabs>
      </div>
    </Card>
  );
}

function Texts() {
  const [name, setName] = useState("Cloudmere");
  const [notes, setNotes] = useState("Usage fell since June.");
  return (
    <Card title="Text">
      <div className="grid gap-4">
        <Input label="Vendor" value={name} onChange={setName} required maxLength={200} />
        <Input
          label="E-mail"
          type="email"
          value=""
          onChange={() => undefined}
          placeholder="name@example.com"
          hint="For reminders."
        />
        <Input label="Number" value="" onChange={() => undefined} error="Enter the number." />
        <Input label="Fixed" value="Cannot change" onChange={() => undefined} disabled />
        <TextArea label="Notes" value={notes} onChange={setNotes} />
      </div>
    </Card>
  );
}

function Choosers() {
  const [status, setStatus] = useState<(typeof toned)[number]["id"] | null>("review");
  const [category, setCategory] = useState<string | null>("Hosting");
  const [owner, setOwner] = useState<string | null>("jonas");
  const [size, setSize] = useState<(typeof sizes)[number]["id"] | null>("m");
  const [on, setOn] = useState(true);
  const used = ["Hosting", "Legal", "Print", "Facilities"].map((label) => ({ id: label, label }));
  const load = async (search: string) => used.filter((option) => option.label.startsWith(search));
  return (
    <Card title="Choices">
      <div className="grid gap-4">
        <Select label="Status" options={toned} value={status} onChange={setStatus} />
        <Select
          label="Size"
          options={sizes}
          value={null}
          onChange={setSize}
          error="Choose one of the list."
        />
        <Combobox label="Category" options={used} value={category} onChange={setCategory} allowNew />
        <Combobox label="Found elsewhere" options={[]} value={null} onChange={setCategory} load={load} />
        <PersonPicker label="Owner" value={owner} onChange={setOwner} />
        <RadioGroup label="Choose a size" options={sizes} value={size} onChange={setSize} />
        <RadioGroup framed label="Which suits you?" options={sizes} value={size} onChange={setSize} />
        <Switch label="Renews itself" hint="Unless someone gives notice." checked={on} onChange={setOn} />
        <Checkbox label="Paid" hint="Tick it when the money has left." checked={on} onChange={setOn} />
        <Checkbox label="Some of them" checked="mixed" onChange={setOn} />
        <Checkbox label="Agreed" checked={false} onChange={setOn} error="Tick this to go on." />
      </div>
    </Card>
  );
}

function Numbers() {
  const [seats, setSeats] = useState<number | null>(12);
  const [amount, setAmount] = useState<number | null>(9620000);
  const [day, setDay] = useState<string | null>("2026-12-15");
  return (
    <Card title="Numbers and days">
      <div className="grid gap-4">
        <NumberInput label="Seats" value={seats} onChange={setSeats} min={0} max={20} unit="seats" />
        <MoneyInput label="A year" value={amount} onChange={setAmount} />
        <MoneyInput label="In yen" value={1200} onChange={() => undefined} currency="JPY" />
        <DatePicker label="Notice by" value={day} onChange={setDay} min="2026-12-02" max="2026-12-29" />
        <output aria-label="Held values" className="break-all">
          {JSON.stringify({ seats, amount, day })}
        </output>
      </div>
    </Card>
  );
}

function Marks() {
  return (
    <Card title="Marks">
      <div className="grid gap-3">
        <Row>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {`Tone ${tone}`}
            </Badge>
          ))}
          <Badge outline>Category</Badge>
        </Row>
        <Row>
          <Avatar id="ada" />
          <Avatar id="grace" size="medium" />
          <Avatar id="mei" size="large" />
          <Avatar id="tomas" showName />
          <Avatar id={null} showName />
          <Avatar id="gone" showName />
        </Row>
        <Stats>
          <Stat
            label="Booked"
            value="€635k"
            trend={{ direction: "up", good: true, text: "21 %" }}
            note="on the year before"
          />
          <Stat label="Won" value="34 %" trend={{ direction: "down", good: false, text: "3 points" }} />
        </Stats>
      </div>
    </Card>
  );
}

function Charts() {
  const shared = {
    data: months,
    x: "month",
    series,
    format: (value: number) => formatMoneyShort(value),
  } as const;
  return (
    <Card title="Charts">
      <div className="grid gap-6">
        <LineChart {...shared} summary="Bookings rise every month and lie above the year before." />
        <BarChart {...shared} series={[series[0]]} summary="June is the strongest month." />
        <BarChart {...shared} summary="Bookings by month" asTable />
        <BarList
          label="Votes"
          total={9}
          items={[
            {
              id: "pizza",
              label: "Pizza",
              value: 6,
              people: ["ada", "grace", "mei", "tomas", "priya", "jonas"],
            },
            { id: "salad", label: "Salad", value: 3, people: ["ada", null, "gone"] },
            { id: "soup", label: "Soup", value: 0 },
          ]}
        />
      </div>
    </Card>
  );
}
