/** What the guide forbids in an app's own code, told from its text: the reason, and what shows it. */
const rules: { reason: string; pattern: RegExp; except?: RegExp }[] = [
  {
    reason: "browser storage is not live and not shared; use a collection",
    pattern: /\b(local|session)Storage\b/,
  },
  { reason: "apps do not call the network", pattern: /\b(fetch|XMLHttpRequest|WebSocket|EventSource)\s*\(/ },
  { reason: "name the type instead of any", pattern: /(:|\bas|<)\s*any\b/ },
  {
    reason: "colours come by name from the tokens",
    pattern: /["'`\s[(](#[0-9a-fA-F]{3,8}|(rgb|hsl|oklch|lab)a?\([^)]*\))/,
  },
  {
    reason: "a fixed width does not fit a phone",
    pattern: /\b(min-w|w)-\[\d+px\]|\b(minW|w)idth:\s*["'`]?\d{2,}(px)?\b/,
  },
  {
    reason: "money, numbers and dates are written by lib/format.ts",
    pattern: /\bIntl\.|\.toLocale\w*\(|\.toFixed\(|new Date\(/,
    except: /(^|\/)(lib\/format\.ts|components\/calendar-panel\.tsx)$/,
  },
];

/** The faults of one source file, each as "path:line reason"; empty when it keeps the conventions. */
export function conventionFaults(path: string, source: string): string[] {
  return source
    .split("\n")
    .flatMap((line, index) =>
      rules
        .filter(({ pattern, except }) => pattern.test(line) && !except?.test(path))
        .map(({ reason }) => `${path}:${index + 1} ${reason}`),
    );
}
