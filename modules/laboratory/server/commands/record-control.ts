import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordControl as declared } from '../../contract/control.ts';
import { brokenRules, isOut, zOf } from '../rules/westgard.ts';
import { insertControlValue, lockLot } from '../store/control.ts';

/** Judged with the values before it; a run that is out stops the verification of its item. */
export async function recordControl(context: CommandContext, { id, value }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const lot = await lockLot(context.tx, id);
  if (lot === undefined) throw platformProblem('platform.not-found');
  context.gate.requireOrganisation(lot.organisationId);
  const z = zOf(value, lot);
  const rules = brokenRules([...lot.values.map((each) => each.z), z]);
  await insertControlValue(context.tx, { id: context.newId(), lot, at: context.now, value, z, rules, isRejected: isOut(rules), byName: context.subject.name });
  context.about({ organisationId: lot.organisationId });
  context.emit('laboratory.control-recorded', { lotId: id, organisationId: lot.organisationId, rules, isRejected: isOut(rules) }, [lot.organisationId]);
  return (await lockLot(context.tx, id))!;
}
