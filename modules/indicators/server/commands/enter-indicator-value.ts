import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import type { enterIndicatorValue as operation, IndicatorEntry } from '../../contract/operations.ts';
import { problem } from '../rules/scope.ts';
import { isClosed } from '../store/closing.ts';
import { findEntry, insertEntries } from '../store/entries.ts';

export async function enterIndicatorValue(context: CommandContext, input: InputOf<typeof operation>): Promise<IndicatorEntry> {
  const { tx, gate } = context;
  const definition = findDefinition(input.indicatorId);
  if (definition === undefined) throw problem('indicators.unknown');
  if (definition.source === 'measure') throw problem('indicators.computed');
  gate.requireOrganisation(input.organisationId);
  if (await isClosed(tx, input.organisationId, input.month)) throw problem('indicators.period-closed');
  const id = context.newId();
  if ((await insertEntries(tx, [{ ...input, id, batchId: null }], context)) === 0) throw problem('indicators.already-entered');
  context.about({ organisationId: input.organisationId });
  context.emit('indicators.value-entered', { entryId: id, indicatorId: input.indicatorId }, [input.organisationId]);
  return entryOf(context, id);
}

/** The entry as the contract shows it. */
export async function entryOf({ tx }: Pick<CommandContext, 'tx'>, id: string): Promise<IndicatorEntry> {
  const found = await findEntry(tx, id);
  assert(found !== undefined, 'the entry was just written');
  const { enteredById: _, ...entry } = found;
  return entry;
}
