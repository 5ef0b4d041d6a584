"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { leaveForSignIn } from "./leave.ts";
import { pageProblem } from "./problem.ts";

const signInCodes = new Set(["identity.required", "identity.profile_required"]);

function leaveWhenSignedOut(error: unknown) {
  if (signInCodes.has(pageProblem(error).code)) leaveForSignIn();
}

function createClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        // Hints say when something changed; this only covers a hint that was lost.
        staleTime: 60_000,
        retry: (failures, error) => failures < 2 && pageProblem(error).retry === "later",
      },
      mutations: { networkMode: "always" },
    },
  });
}

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
