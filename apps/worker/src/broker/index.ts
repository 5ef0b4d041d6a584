export { createBroker, type Platform, type PlatformCall } from "./call-platform.ts";
export { requireTools, type TurnToolsInput, turnTools } from "./turn-tools.ts";
