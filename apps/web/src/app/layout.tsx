import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "../styles/globals.css";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readSession } from "../features/session/page-session.ts";
import { QueryProvider } from "../features/session/query-provider.tsx";
import { InsecureBanner } from "../features/shell/insecure-banner.tsx";
import { parseTheme, themeCookie } from "../features/theme/theme.ts";
import { ThemeProvider } from "../features/theme/use-theme.tsx";
import { Toaster } from "../ui/toaster.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";

export const metadata: Metadata = {
  title: { default: "Second", template: "%s · Second" },
  description: "Describe an internal app, read the plan, and work in it together.",
  robots: { index: false, follow: false },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const session = await readSession();
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <ThemeProvider initial={theme}>
          <QueryProvider>
            <TooltipProvider>
              <div className="flex h-dvh flex-col">
                {session.ok && session.data.insecure && <InsecureBanner />}
                <div className="min-h-0 flex-1">{children}</div>
              </div>
              <Toaster />
            </TooltipProvider>
          </QueryProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
