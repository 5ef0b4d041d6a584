import type { Choice } from "@/lib/choices";

export const statuses = [
  { id: "active", label: "Active", tone: "ok" },
  { id: "review", label: "In review", tone: "warn" },
  { id: "cancelling", label: "Cancelling", tone: "violet" },
] as const satisfies readonly Choice[];

export interface Contract {
  vendor: string;
  category: string;
  owner: string | null;
  amount: number | null;
  noticeBy: string | null;
  status: (typeof statuses)[number]["id"];
}
