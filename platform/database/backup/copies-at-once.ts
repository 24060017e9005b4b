/** Most files of a cluster are small: the time goes into waiting for the disk. Each takes some megabytes while it is copied. */
const AT_ONCE = 8;

/** A few at once, in their order; after the first failure no other is begun, and it is thrown when those under way have ended. */
export async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>, atOnce = AT_ONCE): Promise<void> {
  const waiting = items.values();
  let failure: { readonly error: unknown } | undefined;
  const next = async (): Promise<void> => {
    for (const item of waiting) {
      if (failure) return;
      await work(item).catch((error: unknown) => (failure ??= { error }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  if (failure) throw failure.error;
}
