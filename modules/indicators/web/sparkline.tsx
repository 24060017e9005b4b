/** A small trend without axes; gaps where nothing is computable. The card beside it says the numbers. */
export function Sparkline({ values, range }: { values: readonly (string | null)[]; range?: readonly [number, number] }) {
  const known = values.flatMap((value) => (value === null ? [] : [Number(value)]));
  if (known.length < 2) return <svg className="yg-sparkline" viewBox="0 0 100 24" aria-hidden />;
  const [low, high] = range ?? [Math.min(...known), Math.max(...known)];
  const step = 100 / Math.max(1, values.length - 1);
  const parts = values.map((value, index) => (value === null ? '' : `${values[index - 1] == null ? 'M' : 'L'}${(index * step).toFixed(1)} ${(22 - ((Number(value) - low) / (high - low || 1)) * 20).toFixed(1)}`));
  return <svg className="yg-sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden><path d={parts.join(' ')} /></svg>;
}
