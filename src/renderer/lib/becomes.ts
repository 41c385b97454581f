interface Store<T> {
  getState(): T;
  subscribe(listener: (state: T) => void): () => void;
}

/** Resolves when a store's state is as wanted, or after `deadline` milliseconds all the same. */
export function becomes<T>(store: Store<T>, isSo: (state: T) => boolean, deadline: number): Promise<void> {
  if (isSo(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, deadline);
    const stop = store.subscribe((state) => {
      if (isSo(state)) done();
    });
  });
}
