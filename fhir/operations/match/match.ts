import type { RawParameter } from '#fhir/search/query-string.ts';
import type { Parameters, Patient } from '#fhir/types/resources.gen.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { groundOf } from '../../interactions/ground.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { fhirProblem } from '../../problems.ts';
import type { FoundRow } from '../../repository/includes.ts';
import { searchTexts } from '../../repository/search.ts';
import type { OperationInput } from '../operation-input.ts';
import type { PersonMatch, PersonMatcher } from './matcher.ts';

const COUNT_DEFAULT = 10;
const COUNT_MAX = 50;
const GRADE = 'http://hl7.org/fhir/StructureDefinition/match-grade';

/**
 * Patient/$match (https://hl7.org/fhir/R4/patient-operation-match.html): the candidates of the person index, best first,
 * with score and grade; of them only those whose Patient the gate opens to the asker. That others exist is not told.
 */
export async function matchOperation(interaction: Interaction, input: OperationInput, matcher: PersonMatcher | undefined): Promise<Answer> {
  const { subject, whole, audit, base } = interaction;
  requireInteraction(subject, 'Patient', 's');
  requireInteraction(subject, 'Patient', 'r');
  if (!matcher) throw fhirProblem('fhir.unsupported');
  const { patient, isCertainOnly, count } = askedOf(input);
  // Candidates come from the whole index, which the subject does not see; what is told of them goes through the gate below.
  const found = await matcher(whole, patient);
  const seen = await visible(interaction, found ?? []);
  const chosen = isCertainOnly ? certain(seen) : seen.slice(0, count);
  for (const { match } of chosen) {
    const personId = match.patientId;
    await audit(subject, { action: 'fhir.match', outcome: 'success', resource: `Patient/${personId}`, personId, basis: await groundOf(interaction, personId), detail: { grade: match.grade } });
  }
  if (chosen.length === 0) await audit(subject, { action: 'fhir.match', outcome: 'success', resource: 'Patient', detail: { matches: 0 } });
  const entries = [...chosen.map((each) => entryOf(base, each)), ...(found === undefined ? [TOO_LITTLE] : [])];
  const entry = entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`;
  return { status: 200, body: `{"resourceType":"Bundle","type":"searchset","total":${chosen.length}${entry}}` };
}

interface Seen {
  readonly match: PersonMatch;
  readonly row: FoundRow;
}

/** Through the gate, in one statement. */
async function visible({ subject, sql, clock }: Interaction, matches: readonly PersonMatch[]): Promise<Seen[]> {
  if (matches.length === 0) return [];
  const ids = matches.map(({ patientId }) => patientId);
  const request = parseSearch('Patient', [{ name: '_id', value: ids.join(',') }, { name: '_count', value: String(ids.length) }]);
  const rows = new Map((await searchTexts(sql, request, { subject, now: clock.now() })).matches.map((row) => [row.id, row]));
  return matches.flatMap((match) => {
    const row = rows.get(match.patientId);
    return row === undefined ? [] : [{ match, row }];
  });
}

/** "If there are multiple potential matches, then the match should not return the results with this flag set to true." */
function certain(seen: readonly Seen[]): readonly Seen[] {
  const sure = seen.filter(({ match }) => match.grade === 'certain');
  return sure.length === 1 ? sure : [];
}

const entryOf = (base: string, { match, row }: Seen): string => {
  const search = { extension: [{ url: GRADE, valueCode: match.grade }], mode: 'match', score: Math.round(match.score * 1000) / 1000 };
  return `{"fullUrl":${JSON.stringify(`${base}/Patient/${row.id}`)},"resource":${row.content},"search":${JSON.stringify(search)}}`;
};

const TOO_LITTLE = JSON.stringify({
  resource: {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'incomplete', diagnostics: '信息过少，无法匹配；请给出证件号、医保号、电话，或姓名加出生日期。Too little to match by: give an identity or insurance number, a telephone, or name and birth date.' }],
  },
  search: { mode: 'outcome' },
});

interface Asked {
  readonly patient: Patient;
  readonly isCertainOnly: boolean;
  readonly count: number;
}

/** Of Parameters, or of a Patient alone with the rest in the address. */
function askedOf(input: OperationInput): Asked {
  const isBare = (input.body as { resourceType?: unknown } | null | undefined)?.resourceType === 'Patient';
  if (!isBare) requireValid(input.body, 'Parameters', 'Parameters');
  const resources = isBare ? [] : ((input.body as Parameters).parameter ?? []).filter(({ name }) => name === 'resource');
  if (resources.length > 1) throw wrong('resource', '只能给出一次。', 'It is given once.');
  const patient = isBare ? input.body : resources[0]?.resource;
  requireValid(patient, 'Patient', isBare ? 'Patient' : 'Parameters.parameter[resource].resource');
  const isCertainOnly = String(valueIn(input, 'onlyCertainMatches', ['valueBoolean']) ?? false);
  const count = String(valueIn(input, 'count', ['valueInteger', 'valuePositiveInt', 'valueUnsignedInt']) ?? COUNT_DEFAULT);
  if (isCertainOnly !== 'true' && isCertainOnly !== 'false') throw wrong('onlyCertainMatches', '应为 true 或 false。', 'It is true or false.');
  if (!/^[1-9]\d{0,8}$/.test(count)) throw wrong('count', '应为正整数。', 'It is a positive integer.');
  return { patient: patient as Patient, isCertainOnly: isCertainOnly === 'true', count: Math.min(Number(count), COUNT_MAX) };
}

/** Of a Parameters body once and of the type that the operation defines (a text is no number there), otherwise of the address. */
function valueIn({ body, query }: OperationInput, name: string, types: readonly string[]): unknown {
  const { parameter = [] } = body as Partial<Parameters>;
  const given = [...parameter.filter((each) => each.name === name), ...query.filter((each) => each.name === name)];
  if (given.length > 1) throw wrong(name, '只能给出一次。', 'It is given once.');
  const [only] = given;
  if (only === undefined) return undefined;
  if (query.includes(only as RawParameter)) return (only as RawParameter).value;
  const type = types.find((each) => Object.hasOwn(only, each));
  if (type === undefined) throw wrong(name, `应为 ${types[0]}。`, `It is a ${types[0]}.`);
  return (only as unknown as Record<string, unknown>)[type];
}

function requireValid(value: unknown, type: string, place: string): void {
  const message = { zh: `应为 ${type} 资源。`, en: `This is a ${type} resource.` };
  if ((value as { resourceType?: unknown } | null | undefined)?.resourceType !== type) throw fhirProblem('fhir.invalid', [{ path: place, message }]);
  const problems = validateResource(value, place);
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
}

const wrong = (name: string, zh: string, en: string) => fhirProblem('fhir.invalid', [{ path: `Parameters.parameter[${name}]`, message: { zh, en } }]);
