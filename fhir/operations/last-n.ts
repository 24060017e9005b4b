import type { RawParameter } from '#fhir/search/query-string.ts';
import { parseSearch } from '#fhir/search/search-request.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import type { Coding, Observation } from '#fhir/types/resources.gen.ts';
import { bundleText, type Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { groundOf } from '../interactions/ground.ts';
import { mayUse, requireInteraction } from '../interactions/permission.ts';
import { addressOf, entryText } from '../interactions/search.ts';
import { fhirProblem } from '../problems.ts';
import type { FoundRow } from '../repository/includes.ts';
import { searchTexts } from '../repository/search.ts';

const PAGE = 1_000;
/** Observations of one person looked through, newest first; a record that holds more is refused rather than cut. */
const LOOKED_AT_MAX = 20_000;
const SUBJECT = /^(?:patient|subject)(?::Patient)?$/;

/**
 * Observation/$lastn (https://hl7.org/fhir/R4/observation-operation-lastn.html): of one person the newest `max` (1) of each
 * code, those of the same moment as the last included. Observations that share a coding are of one code.
 */
export async function lastNOperation(interaction: Interaction, parameters: readonly RawParameter[]): Promise<Answer> {
  const { subject, audit, base } = interaction;
  requireInteraction(subject, 'Observation', 's');
  const max = maxOf(parameters);
  const about = parameters.find(({ name }) => SUBJECT.test(name))?.value;
  if (about === undefined || about === '' || about.includes(',')) throw searchProblem('patient', '须指定一位患者（patient 或 subject）。', 'One patient is named (patient or subject).');
  const rows = chosen(await everyMatch(interaction, parameters.filter(({ name }) => !/^(max|_count|_sort|_format)$/.test(name))), max);
  const personId = /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(about)?.[1] ?? null;
  await audit(subject, { action: 'fhir.lastn', outcome: 'success', resource: 'Observation', personId, basis: await groundOf(interaction, personId), detail: { matches: rows.length } });
  const entries = rows.map((row) => entryText(base, row, { content: row.content, mode: 'match' }));
  const links = [{ relation: 'self', url: addressOf(base, 'Observation/$lastn', parameters) }];
  return { status: 200, body: bundleText({ type: 'searchset', total: rows.length, links, entries }) };
}

function maxOf(parameters: readonly RawParameter[]): number {
  const text = parameters.find(({ name }) => name === 'max')?.value ?? '1';
  if (!/^[1-9]\d{0,5}$/.test(text)) throw searchProblem('max', 'max 必须是正整数。', 'max is a positive integer.');
  return Number(text);
}

async function everyMatch({ subject, sql, clock, base }: Interaction, parameters: readonly RawParameter[]): Promise<FoundRow[]> {
  const found: FoundRow[] = [];
  const asked = [...parameters, { name: '_sort', value: '-date' }, { name: '_count', value: String(PAGE) }];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const request = parseSearch('Observation', cursor === undefined ? asked : [...asked, { name: '_cursor', value: cursor }]);
    const page = await searchTexts(sql, request, { subject, now: clock.now(), bases: [base], mayRead: (each) => mayUse(subject, each, 'r') });
    const unknown = page.unknownParameters[0];
    if (unknown !== undefined) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
    found.push(...page.matches);
    if (found.length > LOOKED_AT_MAX) throw fhirProblem('fhir.too-costly');
    cursor = page.nextCursor;
  }
  return found;
}

interface Group {
  readonly rows: FoundRow[];
  lastMoment: string | undefined;
}

/** Newest first within a group; the groups in the order of their newest. */
function chosen(rows: readonly FoundRow[], max: number): FoundRow[] {
  const groups = new Map<string, Group>();
  const all = new Set<Group>();
  for (const row of rows) {
    const { code, ...observation } = JSON.parse(row.content) as Observation;
    const names = (code.coding ?? []).map(({ system = '', code: value = '' }: Coding) => `${system}|${value}`);
    const keys = names.length > 0 ? names : [`text ${(code.text ?? '').toLowerCase()}`];
    const group = keys.map((key) => groups.get(key)).find((each) => each !== undefined) ?? { rows: [], lastMoment: undefined };
    all.add(group);
    for (const key of keys) if (!groups.has(key)) groups.set(key, group);
    const moment = momentOf(observation);
    if (group.rows.length >= max && (moment === undefined || moment !== group.lastMoment)) continue;
    group.rows.push(row);
    group.lastMoment = moment;
  }
  return [...all].flatMap((group) => group.rows);
}

const momentOf = (observation: Omit<Observation, 'code'>): string | undefined => observation.effectiveDateTime ?? observation.effectiveInstant ?? observation.effectivePeriod?.start;
