/** A set of listeners: `on` returns its undo, `tell` calls them all. */
export interface Listeners<T> {
  on(listener: (news: T) => void): () => void;
  tell(news: T): void;
}

/** Makes an empty set of listeners. */
export function makeListeners<T>(): Listeners<T> {
  const listeners = new Set<(news: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(news) {
      for (const listener of [...listeners]) listener(news);
    },
  };
}
