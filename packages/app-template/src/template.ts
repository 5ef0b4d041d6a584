import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder that a new app is copied from. */
export const templateRoot = fileURLToPath(new URL("../template", import.meta.url));
export const galleryRoot = fileURLToPath(new URL("../gallery", import.meta.url));

export const readText = (path: string) => readFileSync(path, "utf8");
export const componentFiles = () =>
  readdirSync(`${templateRoot}/src/components`).filter((name) => name.endsWith(".tsx"));
