import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { resourceTypes, type Group, type Parameters } from '#fhir/types/resources.gen.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { mayUse, requireInteraction, requireSignedIn } from '../../interactions/permission.ts';
import { readResource } from '../../interactions/read.ts';
import { isDirectoryType } from '../../repository/access.ts';
import { existingPersons, readExportRows } from '../../repository/export-rows.ts';
import { requireBody } from '../../interactions/write.ts';
import { fhirProblem } from '../../problems.ts';
import { requireParameters } from '../operation-input.ts';
import { filtersOf, requireTypeFilters, typeFiltersIn } from './type-filters.ts';
import type { ExportInput } from './export-task.ts';

const NDJSON = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export interface ExportAsked {
  readonly level: 'system' | 'Patient' | 'Group';
  readonly groupId?: string;
  readonly parameters: readonly RawParameter[];
  readonly url: string;
  /** `Prefer: handling=lenient`: what is not known is passed over. */
  readonly isLenient?: boolean;
}

/** People that one request may name. */
const PATIENTS_MAX = 1000;

/** Reads `_type`, `_since`, `_outputFormat`, `_elements`, `_typeFilter` and `patient` (HL7 Bulk Data Access 2.0 §3.1.3); anything else is refused by name. */
export async function readExportRequest(interaction: Interaction, asked: ExportAsked): Promise<ExportInput> {
  const { subject, clock } = interaction;
  requireSignedIn(subject);
  const given = { types: [] as string[], since: null as string | null, elements: [] as string[], typeFilters: [] as string[], patients: [] as string[] };
  for (const { name, value } of asked.parameters) {
    if (name === '_type') given.types.push(...value.split(',').map((type) => type.trim()).filter(Boolean));
    else if (name === '_since') given.since = sinceOf(value);
    else if (name === '_outputFormat') requireNdjson(value);
    else if (name === '_elements') given.elements.push(...value.split(',').map((element) => element.trim()).filter(Boolean));
    else if (name === '_typeFilter') given.typeFilters.push(...typeFiltersIn(value));
    else if (name === 'patient' && asked.level !== 'system') given.patients.push(patientIn(value));
    else if (asked.isLenient !== true) throw searchProblem(name, '导出不支持此参数。', 'The export does not know this parameter.');
  }
  const types = typesOf(interaction, asked.level, given.types);
  requireTypeFilters(given.typeFilters, types);
  const members = asked.groupId === undefined ? null : await membersOf(interaction, asked.groupId);
  const personIds = given.patients.length === 0 ? members : await namedPersons(interaction, given.patients, members);
  await requireAnswerable(interaction, given.typeFilters);
  const { kind, id, name, organisationId, organisationIds, personId, everyOrganisation } = subject;
  return {
    subject: { kind, id, name, organisationId, organisationIds: [...organisationIds], personId, everyOrganisation },
    request: asked.url,
    transactionTime: clock.now().toISOString(),
    types,
    since: given.since,
    personIds,
    ofPersons: asked.level !== 'system',
    elements: given.elements,
    typeFilters: given.typeFilters,
  };
}

function patientIn(value: string): string {
  const id = /^Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(value)?.[1];
  if (id === undefined) throw searchProblem('patient', '应为 Patient/编号。', 'Patient/id is expected.');
  return id;
}

/** The people asked for; all must be there, and of a group its members. */
async function namedPersons({ sql, subject }: Interaction, named: readonly string[], members: readonly string[] | null): Promise<string[]> {
  const wanted = [...new Set(named)];
  if (wanted.length > PATIENTS_MAX) throw searchProblem('patient', `最多 ${PATIENTS_MAX} 人。`, `At most ${PATIENTS_MAX} people.`);
  const existing = new Set(await existingPersons(sql, subject, wanted));
  const missing = wanted.find((id) => !existing.has(id) || (members !== null && !members.includes(id)));
  if (missing !== undefined) throw searchProblem('patient', `没有 Patient/${missing}，或不在该组中。`, `There is no Patient/${missing}, or it is not in the group.`);
  return wanted;
}

/** A query that cannot be answered is refused now and not in the background. */
async function requireAnswerable({ sql, subject, clock }: Interaction, typeFilters: readonly string[]): Promise<void> {
  for (const type of new Set(typeFilters.map((each) => each.slice(0, each.indexOf('?'))))) {
    await readExportRows(sql, { subject, type, filters: filtersOf(typeFilters, type), mayRead: (each) => mayUse(subject, each, 'r'), now: clock.now(), after: null, since: null, personIds: null, ofPersons: false, limit: 0 });
  }
}

/** Of the address, and of a Parameters body; throws `fhir.invalid` for any other body. */
export function exportParameters(url: string, body: unknown): RawParameter[] {
  const mark = url.indexOf('?');
  const asked = mark < 0 ? [] : parseParameters(url.slice(mark + 1));
  if (body === undefined || body === null) return asked;
  const { parameter = [] } = requireBody('Parameters', body) as unknown as Parameters;
  requireParameters(body);
  return [...asked, ...parameter.flatMap((each) => {
    const value = each.valueReference?.reference ?? Object.entries(each).find(([name]) => name.startsWith('value'))?.[1];
    return typeof value === 'object' || value === undefined ? [] : [{ name: each.name, value: String(value) }];
  })];
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
