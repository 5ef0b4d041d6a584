/** Width of the sidebar in pixels, or the rail. */
export interface SidebarState {
  width: number;
  isCollapsed: boolean;
}

export const sidebarWidth = { least: 200, usual: 236, most: 360 } as const;

export const clampWidth = (width: number) =>
  Math.round(Math.min(sidebarWidth.most, Math.max(sidebarWidth.least, width)));

/** Reads the cookie `<width>` or `<width>-collapsed`; anything else is the usual sidebar. */
export function parseSidebar(value: string | undefined): SidebarState {
  const match = /^(\d{2,4})(-collapsed)?$/.exec(value ?? "");
  return match
    ? { width: clampWidth(Number(match[1])), isCollapsed: match[2] !== undefined }
    : { width: sidebarWidth.usual, isCollapsed: false };
}

export function formatSidebar({ width, isCollapsed }: SidebarState): string {
  return `${width}${isCollapsed ? "-collapsed" : ""}`;
}
