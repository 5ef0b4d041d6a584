export { CodePanel } from "./code-panel.tsx";
export { type CodePlace, nowhere, placeOf, withPlace } from "./code-place.ts";
