export type { BuildError } from "./blocks.ts";
export { Clock } from "./clock.tsx";
export { Conversation } from "./conversation.tsx";
export { countLines, DiffView, toHunks } from "./diff-view.tsx";
export { approvalOf, type BuildProgress, buildProgress, openBuildErrors } from "./progress.ts";
export { type Conversation as ConversationState, useConversation } from "./use-conversation.ts";
