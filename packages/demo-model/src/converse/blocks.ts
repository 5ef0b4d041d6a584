import { builderToolPrefix, type Plan, type Suggestions } from "@second/contracts";

/** One block of an answer. */
export type Block =
  | { type: "text"; text: string }
  | { type: "thinking"; text: string }
  | { type: "tool"; name: string; input: Record<string, unknown> };

export const toolNames = {
  plan: `${builderToolPrefix}present_plan`,
  suggestions: `${builderToolPrefix}present_suggestions`,
  done: `${builderToolPrefix}done_building`,
  read: "Read",
  write: "Write",
  edit: "Edit",
  remove: "Bash",
  find: "Glob",
} as const;

export const text = (content: string): Block => ({ type: "text", text: content });
export const thinking = (content: string): Block => ({ type: "thinking", text: content });

export const presentPlan = (plan: Plan): Block => ({
  type: "tool",
  name: toolNames.plan,
  input: { ...plan },
});
export const presentSuggestions = (suggestions: Suggestions): Block => ({
  type: "tool",
  name: toolNames.suggestions,
  input: { ...suggestions },
});
export const doneBuilding = (summary: string): Block => ({
  type: "tool",
  name: toolNames.done,
  input: { summary: summary.slice(0, 600) },
});
export const find = (folder: string, pattern: string): Block => ({
  type: "tool",
  name: toolNames.find,
  input: { pattern, path: folder },
});
export const read = (file: string, lines?: { offset: number; limit: number }): Block => ({
  type: "tool",
  name: toolNames.read,
  input: { file_path: file, ...lines },
});
