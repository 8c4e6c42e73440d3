/** A value that others may read and follow. */
export interface ReadableStore<T> {
  get(): T;
  /** Calls `listener` now with the current value (a late subscriber misses nothing) and at each change. Returns the removal. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Store<T> extends ReadableStore<T> {
  set(value: T): void;
}

export const createStore = <T>(initial: T): Store<T> => {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get: () => value,
    set: (next) => {
      if (next === value) return;
      value = next;
      for (const listener of [...listeners]) {
        // A listener that threw must not stop the session; its error still reaches the page's `unhandledrejection`.
        try {
          listener(value);
        } catch (error) {
          void Promise.reject(error);
        }
      }
    },
    subscribe: (listener) => {
      const own = (next: T) => listener(next);
      listeners.add(own);
      own(value);
      return () => listeners.delete(own);
    },
  };
};
