/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours, counted up to `max`;
 * the answer is `max + 1` where the texts are further apart.
 */
export function editDistance(a: string, b: string, max: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, beforePrevious[column - 2]! + 1);
      current.push(best);
    }
    if (Math.min(...current) > max && Math.min(...previous) > max) return max + 1;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[b.length]!, max + 1);
}

/** Jaro-Winkler similarity, 0 to 1, prefix weight 0.1 over at most four characters. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const { matchedA, matchedB } = matchedCharacters(a, b, window);
  const matches = matchedA.length;
  if (matches === 0) return 0;
  let swapped = 0;
  for (let index = 0; index < matches; index += 1) if (matchedA[index] !== matchedB[index]) swapped += 1;
  const jaro = (matches / a.length + matches / b.length + (matches - swapped / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function matchedCharacters(a: string, b: string, window: number): { matchedA: string[]; matchedB: string[] } {
  const takenB = new Array<boolean>(b.length).fill(false);
  const matchedA: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - window); j < Math.min(b.length, i + window + 1); j += 1) {
      if (takenB[j] || a[i] !== b[j]) continue;
      takenB[j] = true;
      matchedA.push(a[i]!);
      break;
    }
  }
  return { matchedA, matchedB: [...b].filter((_, index) => takenB[index]) };
}
