export { useBridge } from "./use-bridge.ts";
