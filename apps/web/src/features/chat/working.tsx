"use client";
import { useEffect, useState } from "react";
import { Spinner } from "../../ui/spinner.tsx";
import { useStreamState } from "../streams/hub-provider.tsx";
import type { LiveStatus } from "./live-message.ts";

const cutMs = 1_000;

const phaseWords: Record<string, string> = {
  starting: "Starting the agent",
  waiting: "No builder is free yet. Still trying",
  thinking: "Thinking",
  building: "Building what changed",
};

const retryWords: Record<string, string> = {
  "model.rate_limited": "The provider is limiting requests.",
  "model.overloaded": "The model is overloaded.",
  "model.unreachable": "The model cannot be reached.",
};

/** What goes on while nothing streams: at the end of an answer, and only there. */
export function Working({ status, isSilent }: { status: LiveStatus | null; isSilent: boolean }) {
  const stream = useStreamState();
  const isCut = useLasting(stream === "connecting" || stream === "waiting", cutMs);
  if (isCut) return <Line>{isSilent ? "Connecting…" : "Connection lost. The agent keeps working."}</Line>;
  if (status?.phase === "retrying")
    return (
      <Line>
        {retryWords[status.code ?? ""] ?? "The provider is busy."}{" "}
        {status.wait ? <Countdown {...status.wait} /> : "Trying again"}
      </Line>
    );
  const words = status ? phaseWords[status.phase] : isSilent ? "Connecting…" : null;
  return words ? <Line>{words}</Line> : null;
}

/** True once `value` has been true for `ms`: what passes at once is not worth a word. */
function useLasting(value: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!value) return;
    const timer = setTimeout(() => setLasts(true), ms);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [value, ms]);
  return lasts;
}

function Line({ children }: { children: React.ReactNode }) {
  return (
    <p className="flex min-h-6 items-center gap-2 text-sm text-text-3">
      <Spinner />
      <span>{children}</span>
    </p>
  );
}

/** Seconds until the next try, the same in every tab and after a reload. */
function Countdown({ until, msMax }: { until: string; msMax: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil(Math.min(msMax, Date.parse(until) - now) / 1000);
  return <span role="timer">{seconds > 0 ? `Trying again in ${seconds} s` : "Trying again"}</span>;
}
