export { createTurns, type Turns, type TurnsOptions } from "./turns.ts";
