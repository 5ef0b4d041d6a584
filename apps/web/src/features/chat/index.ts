export { Conversation } from "./conversation.tsx";
export { type Conversation as ConversationState, useConversation } from "./use-conversation.ts";
