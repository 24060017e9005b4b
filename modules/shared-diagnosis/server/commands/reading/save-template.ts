import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { saveTemplate as operation } from '../../../contract/reading.ts';
import { templateOf } from '../../rules/template.ts';
import { lockTemplate, upsertTemplate, type TemplateRow } from '../../store/templates.ts';
import { problem } from '../act/act-context.ts';

/** A change is a new version: reports name the version that they were written with. */
export async function saveTemplate(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { subject } = context;
  const before = input.id ? await lockTemplate(context.tx, input.id) : undefined;
  if (input.id && (before === undefined || !subject.organisationIds.includes(before.organisationId) || (before.ownerId !== null && before.ownerId !== subject.id))) throw problem('shared-diagnosis.not-found');
  if (before?.retired) throw problem('shared-diagnosis.already-ended');
  const organisationId = before?.organisationId ?? subject.organisationId;
  if (organisationId === null) throw problem('shared-diagnosis.other-side');
  const row: TemplateRow = {
    id: before?.id ?? context.newId(), organisationId, ownerId: input.scope === 'own' ? subject.id : null, ownerName: subject.name, purpose: input.purpose, kind: input.kind, modality: input.modality ?? null, title: input.title,
    bodyPart: input.bodyPart ?? null, findings: input.findings, impression: input.impression, positive: input.positive, fields: input.fields, version: (before?.version ?? 0) + 1, retired: false,
  };
  await upsertTemplate(context.tx, row);
  context.emit('shared-diagnosis.template-saved', { templateId: row.id }, [organisationId]);
  context.about({ organisationId, resource: `Template/${row.id}` });
  return templateOf(row, subject);
}
