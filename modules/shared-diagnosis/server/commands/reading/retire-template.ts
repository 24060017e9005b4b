import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { retireTemplate as operation } from '../../../contract/reading.ts';
import { templateOf } from '../../rules/template.ts';
import { lockTemplate, markTemplateRetired } from '../../store/templates.ts';
import { problem } from '../act/act-context.ts';

export async function retireTemplate(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { subject } = context;
  const row = await lockTemplate(context.tx, id);
  if (row === undefined || !subject.organisationIds.includes(row.organisationId) || (row.ownerId !== null && row.ownerId !== subject.id)) throw problem('shared-diagnosis.not-found');
  if (row.retired) throw problem('shared-diagnosis.already-ended');
  await markTemplateRetired(context.tx, { id, at: context.now });
  context.emit('shared-diagnosis.template-retired', { templateId: id }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `Template/${id}` });
  return templateOf(row, subject);
}
