/**
 * Hides counts below `min`. Where one hidden cell could be found by subtracting the others from their sum, the smallest of the others is hidden too.
 * Nothing (zero) is shown: it tells of nobody.
 */
export function hideSmall(counts: readonly number[], min: number): (number | null)[] {
  const hidden = new Set(counts.flatMap((count, index) => (count > 0 && count < min ? [index] : [])));
  const hiddenSum = [...hidden].reduce((sum, index) => sum + counts[index]!, 0);
  if (hidden.size === 1 || (hidden.size > 1 && hiddenSum < min)) {
    const next = counts.map((count, index) => ({ count, index })).filter(({ count, index }) => count > 0 && !hidden.has(index)).sort((a, b) => a.count - b.count || a.index - b.index)[0];
    if (next !== undefined) hidden.add(next.index);
  }
  return counts.map((count, index) => (hidden.has(index) ? null : count));
}
