import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { PlotProps } from "@/components/chart-frame";

/** The part of charts that needs their library; a chunk of its own. */

const tick = { fontSize: 12, fill: "var(--text-3)" };
const tip = { background: "var(--tip)", color: "var(--on-tip)", border: 0, borderRadius: 7, fontSize: 12 };

function axes({ x, format }: PlotProps) {
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis key="x" dataKey={x} tick={tick} tickLine={false} axisLine={false} />,
    <YAxis key="y" tick={tick} tickLine={false} axisLine={false} tickFormatter={format} width={64} />,
    <Tooltip
      key="tip"
      cursor={{ fill: "var(--hover)", stroke: "var(--line-strong)" }}
      contentStyle={tip}
      itemStyle={{ color: "var(--on-tip)" }}
      formatter={(value) => format(Number(value))}
    />,
  ];
}

export function BarPlot(props: PlotProps) {
  return (
    <ResponsiveContainer>
      <BarChart data={[...props.data]} accessibilityLayer={false}>
        {axes(props)}
        {props.series.map(({ key, label }, index) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            fill={`var(--series-${index + 1})`}
            radius={3}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

export function LinePlot(props: PlotProps) {
  return (
    <ResponsiveContainer>
      <LineChart data={[...props.data]} accessibilityLayer={false}>
        {axes(props)}
        {props.series.map(({ key, label }, index) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={index === 0 ? "var(--accent)" : "var(--control-line)"}
            strokeWidth={index === 0 ? 2.5 : 2}
            strokeDasharray={index === 0 ? undefined : "5 5"}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
