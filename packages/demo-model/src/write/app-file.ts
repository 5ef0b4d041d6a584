import type { AppSpec } from "../spec/app-spec.ts";
import { fit, quote } from "./code.ts";
import { namesOf } from "./names.ts";

const settings = /^const app = \{([^}]*)\} as const;$/m;
const screen = /(<AppRoot \{\.\.\.app\}>\n)[\s\S]*?(\n {4}<\/AppRoot>)/;
const root = 'import { AppRoot } from "@/components/app-root";';
const emptyScreen = "Nothing here yet";

/**
 * `app.tsx` with the app's name, look and screen in place of the ones it has. Null when it is not as the template
 * or an earlier version of this app left it.
 */
export function appFile(current: string, spec: AppSpec): string | null {
  const { page, pageFile, folder } = namesOf(spec);
  const from = `@/features/${folder}/${pageFile}`;
  const isOurs = current.includes(emptyScreen) || current.includes(`from "${from}"`);
  if (!isOurs || !settings.test(current) || !screen.test(current) || !current.includes(root)) return null;
  const values = [
    `name: ${quote(spec.title)}`,
    `accent: "${spec.accent}"`,
    `density: "${spec.density ?? "comfortable"}"`,
  ];
  const one = `const app = { ${values.join(", ")} } as const;`;
  const many = `const app = {\n${values.map((value) => `  ${value},`).join("\n")}\n} as const;`;
  const body = current.slice(current.search(settings));
  const pageImport = `import { ${page} } from "${from}";`;
  return `${root}\n${fitImport(pageImport, page, from)}\n\n${body}`
    .replace(settings, () => fit(0, one, many))
    .replace(screen, (_, open: string, close: string) => `${open}      <${page} title={app.name} />${close}`);
}

const fitImport = (one: string, page: string, from: string): string =>
  fit(0, one, `import {\n  ${page},\n} from "${from}";`);
