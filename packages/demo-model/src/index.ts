export { createDemoModel, type DemoModel, type DemoModelOptions } from "./serve/demo-model.ts";
export type { Pace } from "./serve/event-stream.ts";
