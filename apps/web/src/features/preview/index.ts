export { NoPreview } from "./no-preview.tsx";
export { PreviewPanel } from "./preview-panel.tsx";
