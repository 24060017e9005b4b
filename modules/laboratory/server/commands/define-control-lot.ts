import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { defineControlLot as declared } from '../../contract/control.ts';
import { insertLot, lockLot } from '../store/control.ts';
import { listRanges } from '../store/specimens.ts';
import { actingFor, problem } from './act.ts';

export async function defineControlLot(context: CommandContext, input: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const organisationId = actingFor(context);
  const item = (await listRanges(context.tx)).find(({ code }) => code === input.itemCode);
  if (item === undefined) throw problem('laboratory.item-unknown');
  const id = context.newId();
  if (!(await insertLot(context.tx, { ...input, id, organisationId, itemName: item.name, unit: item.unit, now: context.now }))) throw problem('laboratory.code-taken');
  context.about({ organisationId });
  context.emit('laboratory.control-lot-defined', { lotId: id, organisationId }, [organisationId]);
  return (await lockLot(context.tx, id))!;
}
