import { ChartLine, Table2 } from "lucide-react";
import { useState } from "react";
import { BarList } from "@/components/bar-list";
import { Card } from "@/components/card";
import { IconButton } from "@/components/icon-button";
import { LineChart } from "@/components/line-chart";
import type { Field, FieldTable } from "@/lib/fields";
import { formatMoney, formatMoneyShort, formatNumber } from "@/lib/format";
import type { Group } from "@/lib/groups";
import { useGroups } from "@/lib/use-groups";

/** What a chart shows: how many rows, or the sum of a field, by the value of another. */
export interface GroupChartOf<T> {
  title: string;
  by: keyof T & string;
  sum?: keyof T & string;
  /** The field of whoever stands behind a row; shows them below its bar. */
  people?: keyof T & string;
}

export interface GroupChartProps<T> {
  chart: GroupChartOf<T>;
  fields: FieldTable<T>;
  rows: readonly T[];
  className?: string;
}

const barsMax = 8;

/** A card with one chart: a line over months where it goes by days, else bars. */
export function GroupChart<T>({ chart, fields, rows, className }: GroupChartProps<T>) {
  const by: Field<unknown> = fields[chart.by];
  const groups = useGroups(fields, chart.by)(rows);
  const points = ranked(
    groups.map((group) => pointOf(group, chart)),
    by,
  );
  if (rows.length === 0) {
    return (
      <Card title={chart.title} className={className}>
        <p className="text-soft">It fills as rows are added.</p>
      </Card>
    );
  }
  return by.kind === "date" ? (
    <Months
      chart={chart}
      fields={fields}
      points={points.filter(({ id }) => id !== "none")}
      className={className}
    />
  ) : (
    <Card title={chart.title} className={className}>
      <BarList
        label={chart.title}
        items={shortened(points)}
        format={formatOf(chart, fields)}
        total={totalOf(chart, rows)}
      />
    </Card>
  );
}

/** Choices keep their order; where nothing gives one, the largest comes first and what is not set last. */
function ranked(points: Point[], { kind }: Field<unknown>): Point[] {
  if (kind === "choice" || kind === "checkbox" || kind === "date") return points;
  const rank = ({ id, value }: Point) => (id === "none" ? Number.NEGATIVE_INFINITY : value);
  return points.toSorted((left, right) => rank(right) - rank(left));
}

interface Point {
  id: string;
  label: string;
  value: number;
  people: (string | null)[];
}

function pointOf<T>({ id, label, rows }: Group<T>, { sum, people }: GroupChartOf<T>): Point {
  const value = sum ? rows.reduce((total, row) => total + (numberIn(row[sum]) ?? 0), 0) : rows.length;
  return { id, label, value, people: people ? rows.map((row) => textIn(row[people])) : [] };
}

const numberIn = (value: unknown): number | null => (typeof value === "number" ? value : null);
const textIn = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Counts are parts of a whole; sums of amounts compare with the largest. */
const totalOf = <T,>({ sum }: GroupChartOf<T>, rows: readonly T[]): number | undefined =>
  sum ? undefined : rows.length;

function formatOf<T>({ sum }: GroupChartOf<T>, fields: FieldTable<T>): (value: number) => string {
  const field = sum && fields[sum];
  return field?.kind === "money" ? (value) => formatMoney(value, field.currency) : formatNumber;
}

/** The first bars, and one for all further ones. */
function shortened(points: readonly Point[]): Point[] {
  if (points.length <= barsMax) return [...points];
  const rest = points.slice(barsMax - 1);
  const value = rest.reduce((sum, point) => sum + point.value, 0);
  return [
    ...points.slice(0, barsMax - 1),
    { id: "rest", label: `${formatNumber(rest.length)} more`, value, people: [] },
  ];
}

interface MonthsProps<T> {
  chart: GroupChartOf<T>;
  fields: FieldTable<T>;
  points: readonly Point[];
  className?: string;
}

function Months<T>({ chart, fields, points, className }: MonthsProps<T>) {
  const [asTable, setAsTable] = useState(false);
  const field = chart.sum && fields[chart.sum];
  const write = formatOf(chart, fields);
  const short =
    field?.kind === "money" ? (value: number) => formatMoneyShort(value, field.currency) : formatNumber;
  const best = points.reduce<Point | null>(
    (most, point) => (most && most.value >= point.value ? most : point),
    null,
  );
  const summary = best ? `${chart.title}: ${best.label} is highest with ${write(best.value)}.` : chart.title;
  return (
    <Card
      title={chart.title}
      className={className}
      actions={
        <IconButton
          small
          icon={asTable ? ChartLine : Table2}
          label={asTable ? "Show the chart" : "Show the numbers"}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      <LineChart
        data={points}
        x="label"
        series={[{ key: "value", label: chart.title }]}
        format={asTable ? write : short}
        summary={summary}
        asTable={asTable}
      />
    </Card>
  );
}
