import { spawn } from "node:child_process";

/** Opens an address in the person's browser. Best effort: a server or a build machine has none. */
export function openBrowser(url: string, environment: NodeJS.ProcessEnv): void {
  const { platform } = process;
  const hasScreen = platform !== "linux" || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (environment.CI || !hasScreen) return;
  const command = platform === "darwin" ? "open" : platform === "win32" ? "explorer" : "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
