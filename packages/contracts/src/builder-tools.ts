import { z } from "zod";
import type { BuildDiagnostic } from "./worker-protocol.ts";

const line = (max: number) => z.string().trim().min(1).max(max);

export const planSchema = z.strictObject({
  title: line(80),
  overview: line(600),
  features: z
    .array(z.strictObject({ name: line(80), description: line(400), emoji: z.string().max(16).optional() }))
    .min(1)
    .max(12),
  dataFlow: z.string().max(1200).nullable(),
  agents: z.string().max(1200).nullable(),
  backend: z.string().max(1200).nullable(),
  data: z
    .array(
      z.strictObject({
        collection: line(64),
        fields: z.array(line(120)).max(40),
        note: z.string().max(300).optional(),
      }),
    )
    .max(10)
    .optional(),
  notDoing: z.array(line(300)).max(6).optional(),
  assumptions: z.array(line(300)).max(5).optional(),
});
export type Plan = z.infer<typeof planSchema>;

export const suggestionsSchema = z.strictObject({
  suggestions: z
    .array(z.strictObject({ emoji: z.string().max(16), title: line(80), subtitle: line(220) }))
    .min(2)
    .max(6),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

export const doneBuildingSchema = z.strictObject({ summary: line(600) });

/** The platform's tools for builder runs. Agents see them as `mcp__second__<name>`. */
export const builderTools = {
  present_plan: {
    description:
      "Show the plan of a new app to the person and wait for their decision. Call it before writing any code of a " +
      "new app. Your turn ends with it.",
    input: planSchema,
    endsTurn: true,
  },
  present_suggestions: {
    description:
      "Offer two to six things to build or change, for the person to choose from. Only when they ask for ideas. " +
      "Your turn ends with it.",
    input: suggestionsSchema,
    endsTurn: true,
  },
  done_building: {
    description:
      "Type-check and build the app, and show it to the person when it builds. Call it after every change of files; " +
      "fix the errors it returns and call it again.",
    input: doneBuildingSchema,
    endsTurn: false,
  },
} as const;
export type BuilderToolName = keyof typeof builderTools;

export const builderToolPrefix = "mcp__second__";

/** Results that `done_building` gives the agent. */
export type DoneBuildingResult =
  | {
      status: "complete";
      summary: string;
      fileCount: number;
      totalBytes: number;
      warning: string | null;
      versionId: string;
      versionNumber: number;
    }
  | {
      status: "failed";
      stage: string;
      errors: BuildDiagnostic[];
      /** What went wrong, for people too. */
      message: string;
      /** What the agent does next; nobody else reads it. */
      advice: string;
    };
