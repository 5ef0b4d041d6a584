import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the gallery into a folder, against the stand-in for the SDK. */
export async function buildGallery(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: here("."),
    base: "./",
    logLevel: "error",
    plugins: [react(), tailwindcss()],
    resolve: { alias: { "@second/app-sdk": here("./sdk.ts"), "@": here("../template/src") } },
    build: { outDir, emptyOutDir: true, target: "es2023" },
  });
}
