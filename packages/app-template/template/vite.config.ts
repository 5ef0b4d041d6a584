import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // Files refer to each other, never to the root of a host: the app runs under any path.
  base: "./",
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { target: "es2023", chunkSizeWarningLimit: 700 },
});
