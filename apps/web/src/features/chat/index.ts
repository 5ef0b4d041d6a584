export { BuildErrors, type OpenCode } from "./build-errors.tsx";
export { Clock } from "./clock.tsx";
export { Conversation, type ConversationHandle } from "./conversation.tsx";
export { countLines, DiffView, toHunks } from "./diff-view.tsx";
export { stageName } from "./errors-by-file.ts";
export {
  approvalOf,
  type BuildProgress,
  buildProgress,
  builtVersion,
  type FailedBuild,
  openBuildFailure,
} from "./progress.ts";
export {
  type Conversation as ConversationState,
  newMessageId,
  type RuntimeFields,
  useConversation,
} from "./use-conversation.ts";
