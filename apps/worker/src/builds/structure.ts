import type { BuildDiagnostic, Manifest } from "@second/contracts";

const required = [
  { path: "package.json", why: "names the packages that the app uses" },
  { path: "index.html", why: "is the page that opens" },
  { path: "src/main.tsx", why: "is where the app starts" },
];

/** What every app must have and this one lacks. Pure. */
export function structureFaults(source: Manifest): BuildDiagnostic[] {
  return required
    .filter(({ path }) => !Object.hasOwn(source, path))
    .map(({ path, why }) => diagnostic(path, "structure", `${path} is missing. It ${why}.`));
}

/** A diagnostic about a file as a whole. */
export function diagnostic(file: string, code: string, message: string): BuildDiagnostic {
  return { file, line: 1, column: 1, code, message };
}
