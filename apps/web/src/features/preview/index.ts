export { PreviewPanel } from "./preview-panel.tsx";
