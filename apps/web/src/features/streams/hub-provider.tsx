"use client";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { browserEnvironment } from "./browser-environment.ts";
import type { StreamState } from "./leader.ts";
import { StreamHub } from "./stream-hub.ts";

const HubContext = createContext<StreamHub | null>(null);

/** Gives the components inside this browser's one hub, for this person. */
export function HubProvider({ person, children }: { person: string; children: ReactNode }) {
  const [hub, setHub] = useState<StreamHub | null>(null);
  useEffect(() => {
    const own = new StreamHub(browserEnvironment(), person);
    own.start();
    setHub(own);
    // A page kept for the back button holds neither lock nor connection.
    const leave = () => own.stop();
    const come = (event: PageTransitionEvent) => {
      if (event.persisted) own.start();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", come);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", come);
      own.stop();
      setHub(null);
    };
  }, [person]);
  return <HubContext.Provider value={hub}>{children}</HubContext.Provider>;
}

/** Null on the server and until the page is live. */
export function useHub(): StreamHub | null {
  return useContext(HubContext);
}

const never = () => () => {};

/** How the browser's one connection stands; `idle` while nothing listens. */
export function useStreamState(): StreamState {
  const hub = useHub();
  return useSyncExternalStore(
    hub ? (listener) => hub.onState(listener) : never,
    () => hub?.state ?? "idle",
    () => "idle",
  );
}
