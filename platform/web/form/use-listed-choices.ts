import { useMemo } from 'react';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '../client/hooks.ts';
import type { Choice } from './choice-fields.tsx';

const FRESH_MS = 60_000;

/** A query and what of its answer may be chosen. A room publishes its own in its contract: `activeOrganisations`, `resolutionsOn(…)`. */
export interface ChoiceSource<O extends AnyOperation> {
  readonly operation: O;
  readonly input: GivenOf<O>;
  readonly choicesOf: (answer: ResultOf<O>) => readonly Choice[];
}

const NOTHING: readonly Choice[] = [];

/** What a source lists; empty until it is known. */
export function useListedChoices<O extends AnyOperation>({ operation, input, choicesOf }: ChoiceSource<O>): readonly Choice[] {
  const { data } = useOperation(operation, input, { staleMs: FRESH_MS });
  return useMemo(() => (data === undefined ? NOTHING : choicesOf(data)), [data, choicesOf]);
}

/** The label of a value of the source; the value itself until that is known. */
export function useListedNames<O extends AnyOperation>(source: ChoiceSource<O>): (value: string) => string {
  const choices = useListedChoices(source);
  const names = useMemo(() => new Map(choices.map(({ value, label }) => [value, label])), [choices]);
  return (value) => names.get(value) ?? value;
}
