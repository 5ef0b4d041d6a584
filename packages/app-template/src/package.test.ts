import { describe, expect, it } from "vitest";
import { readText, templateRoot } from "./template.ts";

interface Manifest {
  version: string;
  second?: { sdk: string };
  scripts?: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const read = (path: string): Manifest => JSON.parse(readText(path)); // our own files; a wrong shape fails the tests
const app = read(`${templateRoot}/package.json`);
const around = read(`${templateRoot}/../package.json`);
const sdk = read(`${templateRoot}/../../app-sdk/package.json`);

describe("the app's package.json", () => {
  it("[TPL-3] pins exact versions of exactly these libraries", () => {
    expect(app.dependencies).toEqual({
      "@dnd-kit/core": "6.3.1",
      "@fontsource-variable/inter": "5.3.0",
      downshift: "9.4.0",
      "lucide-react": "1.73.0",
      "radix-ui": "1.8.1",
      react: "19.3.1",
      "react-day-picker": "10.0.2",
      "react-dom": "19.3.1",
      recharts: "3.10.1",
      "tailwind-merge": "3.7.0",
    });
    expect(app.devDependencies).toMatchObject({
      "@tailwindcss/vite": "4.3.5",
      "@vitejs/plugin-react": "6.3.0",
      tailwindcss: "4.3.5",
      typescript: "7.0.2",
      vite: "8.3.8",
    });
  });

  it("[TPL-3] agrees with what is installed around it", () => {
    const { "@second/app-sdk": _, ...dependencies } = around.dependencies;
    expect(dependencies).toEqual(app.dependencies);
    expect(app.devDependencies).toMatchObject(around.devDependencies);
  });

  it("[WSP-2] names the SDK it is written for and never depends on it", () => {
    expect(app.second?.sdk).toBe(sdk.version);
    expect({ ...app.dependencies, ...app.devDependencies }).not.toHaveProperty("@second/app-sdk");
    expect(readText(`${templateRoot}/src/lib/second-sdk.ts`)).toContain('export * from "@second/app-sdk"');
  });
});
