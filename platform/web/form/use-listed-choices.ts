import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '../client/hooks.ts';
import type { Choice } from './choice-fields.tsx';

const FRESH_MS = 60_000;

/** What a query lists, for a `ChoiceField` or `MultiChoiceField`: organisations, resolutions. Empty until it is known. */
export function useListedChoices<O extends AnyOperation>(operation: O, input: GivenOf<O>, choicesOf: (answer: ResultOf<O>) => readonly Choice[]): readonly Choice[] {
  const { data } = useOperation(operation, input, { staleMs: FRESH_MS });
  return data === undefined ? [] : choicesOf(data);
}

export const namedChoices = (rows: readonly { readonly id: string; readonly name: string }[]): Choice[] => rows.map(({ id, name }) => ({ value: id, label: name }));
