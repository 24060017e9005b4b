import { writeResources } from '#fhir/repository/write.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS } from '#modules/residents/contract/schemas.ts';
import { enterResident, findMatchingPersons, findResidentSummaries, type ResidentEntry } from '#modules/residents/server/api.ts';
import { readObservationRow, readResidentRow, RowRefusal, type ObservationResult, type RowCells } from '../../rules/table/read-row.ts';
import type { RowOutcome } from '../../store/tables.ts';
import { stableId } from './apply-v2.ts';
import type { ExchangeContext } from './exchange-context.ts';

interface RowRequest {
  readonly cells: RowCells;
  readonly organisationId: string;
}

/** As the registration desk does: who is known is found, who is like somebody is asked about. */
export async function importResidentRow(context: ExchangeContext, { cells, organisationId }: RowRequest): Promise<Pick<RowOutcome, 'outcome' | 'personId'>> {
  const row = readResidentRow(cells, context.now);
  const entry: ResidentEntry = {
    residentId: context.newId(), ownerOrganisationId: organisationId, kind: 'resident', name: row.name, sex: row.sex, birthDate: row.birthDate, phone: row.phone, address: row.address, householdId: null,
    motherId: null, birthOrder: null, temporaryLabel: null,
    identifiers: [
      ...(row.idCard === undefined ? [] : [{ type: 'id-card' as const, value: row.idCard, standing: 'held' as const }]),
      ...(row.insuranceNumber === undefined ? [] : [{ type: 'insurance-number' as const, value: row.insuranceNumber, standing: 'held' as const }]),
    ],
  };
  const entered = await enterResident(context, entry, 'registered');
  return { outcome: entered.outcome, personId: entered.entry.residentId };
}

/** Results of somebody whom the index knows; the same row again changes nothing. */
export async function importObservationRow(context: ExchangeContext, { cells, organisationId }: RowRequest): Promise<Pick<RowOutcome, 'outcome' | 'personId'>> {
  const row = readObservationRow(cells, context.now);
  const matches = await findMatchingPersons(context.tx, {
    resourceType: 'Patient', identifier: [{ system: IDENTIFIER_SYSTEMS['id-card'], value: row.idCard }], ...(row.name === undefined ? {} : { name: [{ text: row.name }] }),
  });
  const personId = matches?.find(({ grade }) => grade === 'certain')?.patientId;
  if (personId === undefined) throw new RowRefusal(matches === undefined || matches.length === 0 ? 'person-unknown' : 'person-other-name', 'idCard');
  const summary = (await findResidentSummaries(context.tx, [personId])).get(personId);
  if (summary === undefined) throw new RowRefusal('person-unknown', 'idCard');
  const resources = row.results.map((result): Observation => ({
    resourceType: 'Observation',
    id: stableId(organisationId, 'Observation', ['table', personId, row.measuredAt, JSON.stringify(result)]),
    status: 'final',
    subject: { reference: `Patient/${personId}` },
    effectiveDateTime: row.measuredAt,
    performer: [{ reference: `Organization/${organisationId}` }],
    ...contentOf(result),
  }));
  await writeResources(context, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: organisationId })));
  return { outcome: 'written', personId };
}

const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const pressure = (value: number) => ({ value, unit: 'mmHg', system: UCUM, code: 'mm[Hg]' });

/** Items of the public-health follow-up that have a LOINC code everybody agrees on; everything else keeps its name. */
const ITEMS: Readonly<Record<string, string>> = { 体重: '29463-7', 身高: '8302-2', 心率: '8867-4', 脉搏: '8867-4', 体温: '8310-5', 空腹血糖: '1558-6', 血糖: '15074-8', 糖化血红蛋白: '4548-4', 总胆固醇: '2093-3', 血红蛋白: '718-7', 肌酐: '2160-0', 腰围: '8280-0' };

function contentOf(result: ObservationResult): Pick<Observation, 'code'> & Partial<Observation> {
  if (result.kind === 'blood-pressure') {
    return {
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
      code: { coding: [{ system: LOINC, code: '85354-9' }], text: '血压' },
      component: [
        { code: { coding: [{ system: LOINC, code: '8480-6' }] }, valueQuantity: pressure(result.systolic) },
        { code: { coding: [{ system: LOINC, code: '8462-4' }] }, valueQuantity: pressure(result.diastolic) },
      ],
    };
  }
  const loinc = /^\d{1,7}-\d$/.test(result.item) ? result.item : ITEMS[result.item];
  const code = { ...(loinc === undefined ? {} : { coding: [{ system: LOINC, code: loinc }] }), text: result.item };
  if (result.kind === 'text') return { code, valueString: result.value };
  return { code, valueQuantity: { value: result.value, ...(result.comparator === undefined ? {} : { comparator: result.comparator }), ...(result.unit === undefined ? {} : { unit: result.unit }) } };
}
