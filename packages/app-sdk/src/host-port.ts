/** The way to the page that shows this app. */
export interface HostPort {
  post(message: object): void;
  /** Calls back with each message of the host. The answer ends it. */
  listen(receive: (message: unknown) => void): () => void;
}

/** The real one: messages between this frame and its parent, and from nobody else. */
export function parentPort(frame: Window = window): HostPort {
  return {
    // The host's origin is not known here; the browser tells the host who sent it.
    post: (message) => frame.parent.postMessage(message, "*"),
    listen(receive) {
      const onMessage = (event: MessageEvent) => {
        if (event.source === frame.parent && frame.parent !== frame) receive(event.data);
      };
      frame.addEventListener("message", onMessage);
      return () => frame.removeEventListener("message", onMessage);
    },
  };
}
