import { findCitableResolution } from '#modules/governance/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

const problem = problemsOf(contract.problems);

/** Refuses a number that no resolution of the own bodies has; an act that names none passes. */
export async function requireKnownResolution({ tx, gate }: Pick<CommandContext, 'tx' | 'gate'>, number: string | undefined, kind: 'exception' | 'membership'): Promise<void> {
  if (number !== undefined && (await findCitableResolution(tx, gate, { number, kinds: [kind] })) === undefined) throw problem('consortium.no-resolution');
}
