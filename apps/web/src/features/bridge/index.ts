export { type BridgeOptions, useBridge } from "./use-bridge.ts";
