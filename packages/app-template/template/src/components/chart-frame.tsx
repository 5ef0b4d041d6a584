import { type ComponentType, Suspense } from "react";
import { Skeleton } from "@/components/skeleton";
import { cn } from "@/lib/cn";

export interface ChartProps<T extends object> {
  data: readonly T[];
  /** The field on the horizontal axis; its values are shown as they are. */
  x: keyof T & string;
  series: readonly { key: keyof T & string; label: string }[];
  /** How amounts are written, as `formatMoneyShort`. */
  format: (value: number) => string;
  /** The point of the chart in a sentence; what screen readers hear. */
  summary: string;
  /** Shows the numbers as a table instead. */
  asTable?: boolean;
  className?: string;
}

export interface PlotProps {
  data: readonly object[];
  x: string;
  series: readonly { key: string; label: string }[];
  format: (value: number) => string;
}

export function ChartFrame<T extends object>(props: ChartProps<T> & { plot: ComponentType<PlotProps> }) {
  const { data, x, series, format, summary, asTable, className, plot: Plot } = props;
  if (asTable) return <ChartTable {...props} />;
  return (
    <figure className={cn("m-0 min-w-0", className)}>
      {series.length > 1 && (
        <figcaption className="mb-2 flex flex-wrap gap-3.5 text-xs text-soft">
          {series.map(({ key, label }, index) => (
            <span key={key} className="flex items-center gap-1.5">
              <i
                className={cn(
                  "w-3.5 border-t-2",
                  index === 0 ? "border-accent" : "border-dashed border-control-line",
                )}
              />
              {label}
            </span>
          ))}
        </figcaption>
      )}
      <div role="img" aria-label={summary} className="h-60">
        <Suspense fallback={<Skeleton shape="chart" label={summary} />}>
          <Plot data={data} x={x} series={series} format={format} />
        </Suspense>
      </div>
    </figure>
  );
}

function ChartTable<T extends object>({ data, x, series, format, summary, className }: ChartProps<T>) {
  const cell = "border-b border-line px-3 py-2";
  return (
    <table className={cn("w-full border-collapse", className)}>
      <caption className="sr-only">{summary}</caption>
      <thead className="text-xs text-muted">
        <tr>
          <td className={cell} />
          {series.map(({ key, label }) => (
            <th key={key} scope="col" className={cn(cell, "text-right font-medium")}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.map((row) => (
          <tr key={String(row[x])}>
            <th scope="row" className={cn(cell, "text-left font-medium")}>
              {String(row[x])}
            </th>
            {series.map(({ key }) => (
              <td key={key} className={cn(cell, "text-right tabular-nums")}>
                {format(Number(row[key]))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
