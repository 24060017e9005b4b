import { getOrganisationSummary } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordQualityMark as operation } from '../../../contract/catalogue.ts';
import { hasMarkWithin, insertMark, lock } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

export async function recordQualityMark(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate, subject } = context;
  gate.requireOrganisation(input.organisationId);
  if (input.validUntil < input.validFrom) throw problem('recognition.period-reversed');
  const { name: organisationName } = await getOrganisationSummary(tx, input.organisationId);
  await lock(tx, `quality ${input.organisationId}`);
  if (await hasMarkWithin(tx, input)) throw problem('recognition.quality-overlaps');
  const id = context.newId();
  await insertMark(tx, { ...input, id, organisationName, ownerOrganisationId: subject.organisationId ?? input.organisationId });
  context.emit('recognition.quality-recorded', { qualityMarkId: id, passed: input.passed }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `QualityMark/${id}` });
  return { ...input, id, organisationName, code: input.code ?? null, certificate: input.certificate ?? null, withdrawal: null };
}
