export type { BuildError } from "./blocks.ts";
export { Clock } from "./clock.tsx";
export { Conversation, type ConversationHandle } from "./conversation.tsx";
export { countLines, DiffView, toHunks } from "./diff-view.tsx";
export { approvalOf, type BuildProgress, buildProgress, builtVersion, openBuildErrors } from "./progress.ts";
export {
  type Conversation as ConversationState,
  newMessageId,
  type RuntimeFields,
  useConversation,
} from "./use-conversation.ts";
