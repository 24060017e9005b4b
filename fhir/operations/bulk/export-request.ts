import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { resourceTypes, type Group } from '#fhir/types/resources.gen.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { mayUse, requireInteraction, requireSignedIn } from '../../interactions/permission.ts';
import { readResource } from '../../interactions/read.ts';
import { isDirectoryType } from '../../repository/access.ts';
import { fhirProblem } from '../../problems.ts';
import type { ExportInput } from './export-task.ts';

const NDJSON = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export interface ExportAsked {
  readonly level: 'system' | 'Patient' | 'Group';
  readonly groupId?: string;
  readonly parameters: readonly RawParameter[];
  readonly url: string;
}

/** Reads `_type`, `_since` and `_outputFormat` (HL7 Bulk Data Access 2.0 §3.1.3); anything else is refused by name. */
export async function readExportRequest(interaction: Interaction, asked: ExportAsked): Promise<ExportInput> {
  const { subject, clock } = interaction;
  requireSignedIn(subject);
  const given = { types: [] as string[], since: null as string | null };
  for (const { name, value } of asked.parameters) {
    if (name === '_type') given.types.push(...value.split(',').map((type) => type.trim()).filter(Boolean));
    else if (name === '_since') given.since = sinceOf(value);
    else if (name === '_outputFormat') requireNdjson(value);
    else throw searchProblem(name, '导出不支持此参数。', 'The export does not know this parameter.');
  }
  const { kind, id, name, organisationId, organisationIds, personId, everyOrganisation } = subject;
  return {
    subject: { kind, id, name, organisationId, organisationIds: [...organisationIds], personId, everyOrganisation },
    request: asked.url,
    transactionTime: clock.now().toISOString(),
    types: typesOf(interaction, asked.level, given.types),
    since: given.since,
    personIds: asked.groupId === undefined ? null : await membersOf(interaction, asked.groupId),
    ofPersons: asked.level !== 'system',
  };
}

/** Named types must be allowed; without names everything that is allowed comes out. */
function typesOf({ subject }: Interaction, level: ExportAsked['level'], named: readonly string[]): string[] {
  for (const type of named) requireInteraction(subject, type, 'r');
  const wanted = named.length > 0 ? [...new Set(named)] : resourceTypes.filter((type) => mayUse(subject, type, 'r'));
  if (wanted.length === 0) throw fhirProblem('fhir.scope-missing');
  return level === 'system' ? wanted : wanted.filter((type) => !isDirectoryType(type));
}

async function membersOf(interaction: Interaction, groupId: string): Promise<string[]> {
  const { body = '' } = await readResource(interaction, { type: 'Group', id: groupId });
  const group = parseFhirJson(body) as Group;
  const references = (group.member ?? []).filter((member) => member.inactive !== true).map((member) => member.entity.reference ?? '');
  return [...new Set(references.filter((reference) => reference.startsWith('Patient/')).map((reference) => reference.slice('Patient/'.length)))];
}

function sinceOf(value: string): string {
  if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) throw searchProblem('_since', '应为带时区的时刻。', 'This should be an instant with a time zone.');
  return new Date(value).toISOString();
}

function requireNdjson(value: string): void {
  if (!NDJSON.includes(value)) throw searchProblem('_outputFormat', '只提供 NDJSON。', 'Only NDJSON is served.');
}
