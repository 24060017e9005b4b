import type { Subject } from '#platform/access/subject.ts';
import type { Template } from '../../contract/reading.ts';
import type { Kind, Modality } from '../../contract/words.ts';
import type { TemplateRow } from '../store/templates.ts';

export const templateOf = (row: TemplateRow, subject: Subject): Template => ({
  id: row.id, purpose: row.purpose, scope: row.ownerId === null ? 'organisation' : 'own', kind: row.kind as Kind, modality: row.modality as Modality | null, title: row.title, bodyPart: row.bodyPart, findings: row.findings,
  impression: row.impression, positive: row.positive, fields: [...row.fields], version: row.version, ownerName: row.ownerName, mayChange: row.ownerId === null || row.ownerId === subject.id,
});
