import { type AgentEvent, agentEventSchema } from "@second/contracts";

/** Faults of a whole attempt's events against [EVT-1] and the event types' own promises; empty when there are none. */
export function findEventFaults(events: readonly AgentEvent[]): string[] {
  const faults: string[] = [];
  const closed = new Set<string>();
  const started = new Set<string>();
  const answered = new Set<string>();
  let open: string | null = null;

  events.forEach((event, at) => {
    const fault = (text: string) => faults.push(`${at} ${event.type}: ${text}`);
    if (!agentEventSchema.safeParse(event).success) fault("does not fit the schema");
    if (event.type === "text" || event.type === "reasoning") {
      if (closed.has(event.partId)) fault(`part ${event.partId} was closed before`);
      if (open !== null && open !== event.partId) fault(`part ${event.partId} overlaps ${open}`);
      open = event.partId;
    } else if (event.type === "part-end") {
      if (open !== event.partId) fault(`part ${event.partId} is not open`);
      closed.add(event.partId);
      open = null;
    } else if (event.type === "tool-start") {
      if (open !== null) fault(`part ${open} is open`);
      if (started.has(event.callId)) fault(`call ${event.callId} started before`);
      started.add(event.callId);
    } else if (event.type === "tool-result") {
      if (answered.has(event.callId)) fault(`call ${event.callId} was answered before`);
      answered.add(event.callId);
    }
    if ("callId" in event && !started.has(event.callId)) fault(`call ${event.callId} never started`);
    if (event.type === "end" && open !== null) fault(`part ${open} is still open`);
    if (event.type === "end" && at !== events.length - 1) fault("is not the last event");
  });
  const ends = events.filter((event) => event.type === "end").length;
  if (ends !== 1) faults.push(`${ends} ends`);
  if (events.filter((event) => event.type === "usage").length !== 1) faults.push("not exactly one usage");
  return faults;
}
