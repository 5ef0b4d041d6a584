import { z } from "zod";

const source = z.literal("second-app");
const route = z.string().max(2048);

/** An error of an app: what its frame tells, and what a person hands on to the agent. */
export const appErrorFields = {
  /** An error's name, such as `TypeError`; `data:<code>` for a failed write, `blocked:<directive>` for what was refused. */
  kind: z.string().max(80),
  message: z.string().max(4000),
  stack: z.string().max(16_000).optional(),
  /** In-app path. */
  route,
};

/** What an app's frame tells its host beside the data protocol. At most 64 KB each, 50 a second. */
export const previewMessageSchema = z.discriminatedUnion("type", [
  z.object({ source, type: z.literal("second:preview:ready"), route }),
  z.object({ source, type: z.literal("second:preview:route"), route }),
  z.object({ source, type: z.literal("second:preview:open-link"), href: z.string().max(4096) }),
  z.object({ source, type: z.literal("second:preview:error"), ...appErrorFields }),
  z.object({
    source,
    type: z.literal("second:preview:console"),
    level: z.enum(["log", "info", "warn", "error", "debug"]),
    text: z.string().max(16_000),
  }),
]);
export type PreviewMessage = z.infer<typeof previewMessageSchema>;
