import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { nextState, type StateTable } from '#platform/kernel/state-table.ts';
import { contract } from '../../contract.ts';

export const problem = problemsOf(contract.problems);

/** The row, or `assessment.unknown`. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw problem('assessment.unknown');
  return row;
}

/** The next state, or `assessment.wrong-state`. */
export function after<State extends string, Act extends string>(table: StateTable<State, Act>, state: State, act: Act): State {
  const next = nextState(table, state, act);
  if (next === undefined) throw problem('assessment.wrong-state');
  return next;
}

/** The organisation for which the subject acts; offices act for one. */
export function ownOrganisation({ subject, gate }: Pick<CommandContext, 'subject' | 'gate'>): string {
  if (subject.organisationId === null) throw problem('assessment.unknown');
  gate.requireOrganisation(subject.organisationId);
  return subject.organisationId;
}
