import type { MatchDecision } from './decide-match.ts';

/** A pair by position in the input, with the score by which it was decided. */
export interface DecidedPair {
  readonly a: number;
  readonly b: number;
  readonly score: number;
  readonly decision: MatchDecision;
}

export interface LinkProfile<Prepared> {
  blockingKeys(person: Prepared): readonly string[];
  match(a: Prepared, b: Prepared): { readonly decision: MatchDecision; readonly score: number };
  /** Two records that never end in one cluster, whatever lies between them. */
  conflict(a: Prepared, b: Prepared): boolean;
}

/** A key that more records share says nothing; they meet under their other keys. */
const BLOCK_SIZE_MAX = 200;

/** Compares only records that share a blocking key, each pair once. */
export function decidePairs<Prepared>(people: readonly Prepared[], profile: LinkProfile<Prepared>): DecidedPair[] {
  const decided: DecidedPair[] = [];
  for (const [a, others] of candidatePairs(people, profile)) {
    for (const b of others) {
      const { decision, score } = profile.match(people[a]!, people[b]!);
      if (decision !== 'different') decided.push({ a, b, score, decision });
    }
  }
  return decided;
}

function candidatePairs<Prepared>(people: readonly Prepared[], profile: LinkProfile<Prepared>): Map<number, Set<number>> {
  const blocks = new Map<string, number[]>();
  people.forEach((person, index) => {
    for (const key of profile.blockingKeys(person)) {
      const block = blocks.get(key);
      if (block) block.push(index);
      else blocks.set(key, [index]);
    }
  });
  const candidates = new Map<number, Set<number>>();
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > BLOCK_SIZE_MAX) continue;
    block.forEach((a, at) => {
      const others = candidates.get(a) ?? new Set<number>();
      for (const b of block.slice(at + 1)) others.add(b);
      candidates.set(a, others);
    });
  }
  return candidates;
}

/**
 * Joins the pairs decided `same`, strongest first, into people; a join that would bring two conflicting records
 * together is left out. Returns the cluster number of each record.
 */
export function clusterPeople<Prepared>(
  people: readonly Prepared[],
  pairs: readonly DecidedPair[],
  profile: LinkProfile<Prepared>,
): number[] {
  const clusterOf = people.map((_, index) => index);
  const members = new Map(people.map((_, index) => [index, [index]]));
  const strongestFirst = pairs.filter((pair) => pair.decision === 'same').sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  for (const { a, b } of strongestFirst) {
    const [left, right] = [clusterOf[a]!, clusterOf[b]!];
    if (left === right) continue;
    const [ours, theirs] = [members.get(left)!, members.get(right)!];
    if (ours.some((one) => theirs.some((other) => profile.conflict(people[one]!, people[other]!)))) continue;
    for (const index of theirs) clusterOf[index] = left;
    ours.push(...theirs);
    members.delete(right);
  }
  return clusterOf;
}

/** All pairs inside the clusters, as `a < b` positions: the transitive closure. */
export function pairsOfClusters(clusterOf: readonly number[]): [number, number][] {
  const members = new Map<number, number[]>();
  clusterOf.forEach((cluster, index) => members.set(cluster, [...(members.get(cluster) ?? []), index]));
  return [...members.values()].flatMap((group) =>
    group.flatMap((a, at) => group.slice(at + 1).map((b): [number, number] => [a, b])),
  );
}
