export { createSlots } from "./slots.ts";
