import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { openPathEngine, type PathEngine } from '#fhir/fhirpath/evaluate.ts';
import { isCompilable, readElements } from '#fhir/search/custom/expression.ts';
import { extractorOf } from '#fhir/search/extraction/extract.ts';
import { setCustomParameters, type ParameterType, type SearchParameterRow } from '#fhir/search/parameter-table.ts';
import type { SearchValues } from '#fhir/search/extraction/search-values.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

/** Numbers of persons are found by a key of the database. */
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

/** Expressions as people write them in custom definitions, beyond those of R4. */
const EXPRESSIONS: readonly [string, ParameterType, string][] = [
  ['Patient', 'token', 'Patient.extension.value'],
  ['Patient', 'token', "Patient.extension.where(url='http://example.org/fhir/StructureDefinition/trial').value"],
  ['Patient', 'string', "Patient.name.where(use='official').family | Patient.name.where(use='maiden').family"],
  ['Patient', 'string', 'Patient.contact.name'],
  ['Patient', 'token', "Patient.telecom.where(system='phone').where(use='work')"],
  ['Patient', 'token', 'Patient.identifier.type | Patient.communication.language'],
  ['Patient', 'date', 'Patient.deceased.ofType(dateTime) | Patient.identifier.period'],
  ['Patient', 'reference', 'Patient.link.where(type=\'replaced-by\').other | Patient.contact.organization'],
  ['Observation', 'quantity', '(Observation.value as Quantity) | Observation.component.value.ofType(Quantity) | Observation.referenceRange.low'],
  ['Observation', 'token', 'Observation.value.as(CodeableConcept).coding | Observation.interpretation'],
  ['Observation', 'reference', 'Observation.performer.where(resolve() is Practitioner) | Observation.subject.where(resolve() is Patient)'],
  ['Observation', 'string', 'Observation.note.text | Observation.value.ofType(string)'],
  ['Observation', 'date', 'Observation.effective | Observation.issued'],
  ['Observation', 'uri', 'Observation.meta.profile | Resource.implicitRules'],
  ['Encounter', 'token', 'Encounter.participant.type.coding | Encounter.hospitalization.dischargeDisposition'],
  ['Encounter', 'date', 'Encounter.location.period | Encounter.period'],
  ['MedicationRequest', 'number', 'MedicationRequest.dispenseRequest.numberOfRepeatsAllowed'],
  ['MedicationRequest', 'date', 'MedicationRequest.dosageInstruction.timing'],
  ['MedicationRequest', 'quantity', 'MedicationRequest.dosageInstruction.doseAndRate.dose'],
  ['Questionnaire', 'string', 'Questionnaire.item.text | Questionnaire.item.item.text'],
  ['ValueSet', 'uri', 'ValueSet.compose.include.system'],
  ['Claim', 'quantity', 'Claim.item.net | Claim.total'],
];

const rowOf = ([type, kind, expression]: (typeof EXPRESSIONS)[number], index: number, engine: PathEngine | undefined): SearchParameterRow => ({
  id: `urn:custom:${index}`, code: `custom-${index}`, type: kind, bases: [type], expression, targets: [], components: [],
  custom: { parameterId: String(index), url: `urn:custom:${index}`, isReady: true, taskId: undefined, read: engine ? (resource) => [[readElements(engine, expression, { context: resource, resource })]] : undefined },
});

/** Values as sets: a union of FHIRPath names an element once, and the order of parts does not matter. */
const told = (values: SearchValues) => ({
  keys: values.keys().sort(), present: [...values.present].sort(), atLow: values.atLow,
  rows: [...new Set([...values.dates, ...values.numbers, ...values.strings].map((row) => JSON.stringify(row)))].sort(),
});

afterAll(() => setCustomParameters([]));

describe.skipIf(!hasFhirData)('custom search parameters', () => {
  test('the compiled extractor finds what the interpreting engine finds, in every HL7 example', { timeout: 120_000 }, async () => {
    const engine = await openPathEngine();
    const types = new Set(EXPRESSIONS.map(([type]) => type));
    const examples = listFiles('hl7-r4-examples').flatMap((file) => [...readLines('hl7-r4-examples', file)] as Resource[]).filter(({ resourceType }) => types.has(resourceType));
    expect(EXPRESSIONS.filter(([type, , expression]) => !isCompilable(expression, type))).toEqual([]);

    const extracted = (with_: PathEngine | undefined) => {
      setCustomParameters(EXPRESSIONS.map((each, index) => rowOf(each, index, with_)));
      return examples.map((resource) => told(extractorOf(resource.resourceType)(resource)));
    };
    const [compiled, interpreted] = [extracted(undefined), extracted(engine)];
    setCustomParameters([]);
    const without = examples.map((resource) => told(extractorOf(resource.resourceType)(resource)));
    const found = compiled.filter((each, index) => JSON.stringify(each) !== JSON.stringify(without[index])).length;
    console.log(`custom extractors: ${examples.length} examples, ${EXPRESSIONS.length} expressions, ${found} examples hold something`);
    expect(found).toBeGreaterThan(50);
    examples.forEach((resource, index) => expect(compiled[index], `${resource.resourceType}/${resource.id}`).toEqual(interpreted[index]));
  });
});
