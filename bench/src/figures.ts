/** The nearest-rank percentile, by a share of 0 to 1; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

const digits = (value: number) => (value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en"));

/** Prints one measure: its median, its 95th percentile where there are several values, and what is wanted. */
export function row(name: string, values: readonly number[], unit: string, wanted = ""): void {
  const spread = values.length > 1 ? `  p95 ${digits(percentile(values, 0.95))}` : "";
  process.stdout.write(
    `${name.padEnd(48)} ${digits(median(values)).padStart(9)} ${unit}${spread}  ${wanted}\n`,
  );
}
