import { z } from "zod";

/** What an app's frame tells its host beside the data protocol. At most 64 KB each, 50 a second. */
export const previewMessageSchema = z.discriminatedUnion("type", [
  z.object({
    source: z.literal("second-app"),
    type: z.literal("second:preview:ready"),
    route: z.string().max(2048),
  }),
  z.object({
    source: z.literal("second-app"),
    type: z.literal("second:preview:route"),
    route: z.string().max(2048),
  }),
  z.object({
    source: z.literal("second-app"),
    type: z.literal("second:preview:open-link"),
    href: z.string().max(4096),
  }),
  z.object({
    source: z.literal("second-app"),
    type: z.literal("second:preview:error"),
    kind: z.string().max(80),
    message: z.string().max(4000),
    stack: z.string().max(16_000).optional(),
    route: z.string().max(2048),
  }),
  z.object({
    source: z.literal("second-app"),
    type: z.literal("second:preview:console"),
    level: z.enum(["log", "info", "warn", "error", "debug"]),
    text: z.string().max(16_000),
  }),
]);
export type PreviewMessage = z.infer<typeof previewMessageSchema>;
