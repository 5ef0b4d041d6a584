import { lazy } from "react";
import { ChartFrame, type ChartProps } from "@/components/chart-frame";

const Plot = lazy(() => import("@/components/chart-plots").then((module) => ({ default: module.BarPlot })));

/** Amounts of a few things beside each other. Its library loads when the chart is shown. */
export function BarChart<T extends object>(props: ChartProps<T>) {
  return <ChartFrame {...props} plot={Plot} />;
}
