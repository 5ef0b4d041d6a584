export interface Size {
  width: number;
  height: number;
}

/** The sizes an app can be looked at in, in CSS pixels; `fit` takes the room there is. */
const deviceSizes = {
  fit: null,
  desktop: { width: 1280, height: 800 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
} as const satisfies Record<string, Size | null>;
export type Device = keyof typeof deviceSizes;

/** A device's screen, upright or turned; null takes the room there is. */
export function screenOf(device: Device, isRotated: boolean): Size | null {
  const size = deviceSizes[device];
  if (!size) return null;
  return isRotated ? { width: size.height, height: size.width } : size;
}

/** How much smaller a screen must be drawn to fit a room with a margin around it; never larger than it is. */
export function fitScale(size: Size, room: Size, marginPx: number): number {
  const width = (room.width - 2 * marginPx) / size.width;
  const height = (room.height - 2 * marginPx) / size.height;
  return Math.max(0.1, Math.min(1, width, height));
}

/** A host that the person asked to be sent to, or null when the address is not one to open. */
export function externalHost(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === "https:" || url.protocol === "http:"
    ? url.host
    : url.protocol === "mailto:"
      ? "your mail program"
      : null;
}
