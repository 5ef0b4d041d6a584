"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { rememberPreference } from "../session/preference.ts";
import { type Theme, themeCookie } from "./theme.ts";

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void } | null>(null);

/** Holds the theme that the server rendered and changes it at once, for this and later visits. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, choose] = useState(initial);
  const value = useMemo(
    () => ({
      theme,
      setTheme(next: Theme) {
        document.documentElement.dataset.theme = next;
        rememberPreference(themeCookie, next);
        choose(next);
      },
    }),
    [theme],
  );
  return <ThemeContext.Provider value={value}>{children}</ThemeContext.Provider>;
}

export function useTheme() {
  const value = useContext(ThemeContext);
  if (!value) throw new Error("useTheme needs a ThemeProvider above it");
  return value;
}
