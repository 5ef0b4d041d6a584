import { type ReactNode, useEffect } from "react";
import { ErrorBoundary } from "@/components/error-boundary";
import { Toaster } from "@/components/toast";
import { followTheme } from "@/lib/theme";

export type Accent =
  | "indigo"
  | "blue"
  | "sky"
  | "teal"
  | "green"
  | "ochre"
  | "rust"
  | "rose"
  | "plum"
  | "graphite";

export interface AppRootProps {
  name: string;
  accent: Accent;
  density: "comfortable" | "compact";
  children: ReactNode;
}

/** Around the whole app: its look, its name, its notices, and what stands there when it breaks. */
export function AppRoot({ name, accent, density, children }: AppRootProps) {
  useEffect(() => {
    document.title = name;
    document.documentElement.dataset.accent = accent;
    document.documentElement.dataset.density = density;
  }, [name, accent, density]);
  useEffect(followTheme, []);
  return (
    <>
      <ErrorBoundary>{children}</ErrorBoundary>
      <Toaster />
    </>
  );
}
