import { lazy } from "react";
import { ChartFrame, type ChartProps } from "@/components/chart-frame";

const Plot = lazy(() => import("@/components/chart-plots").then((module) => ({ default: module.LinePlot })));

/** How something goes over time; further series are dashed, as the year before. Its library loads when it is shown. */
export function LineChart<T extends object>(props: ChartProps<T>) {
  return <ChartFrame {...props} plot={Plot} />;
}
