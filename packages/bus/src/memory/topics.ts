type Listener = (message: unknown) => void;

/** Subscribers by topic. Each listener runs in a microtask of its own: one that throws stops no other. */
export function openTopics() {
  const topics = new Map<string, Set<{ listener: Listener }>>();

  return {
    publish(topic: string, message: unknown): void {
      const subscribers = topics.get(topic);
      if (subscribers === undefined) return;
      for (const subscriber of subscribers) {
        queueMicrotask(() => {
          if (subscribers.has(subscriber)) subscriber.listener(message);
        });
      }
    },
    /** The same listener may subscribe twice; each subscription is its own. */
    subscribe(topic: string, listener: Listener): () => Promise<void> {
      const subscribers = topics.get(topic) ?? new Set();
      topics.set(topic, subscribers);
      const subscriber = { listener };
      subscribers.add(subscriber);
      return async () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && topics.get(topic) === subscribers) topics.delete(topic);
      };
    },
    clear(): void {
      for (const subscribers of topics.values()) subscribers.clear();
      topics.clear();
    },
  };
}
