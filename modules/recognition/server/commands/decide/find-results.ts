import { searchResources } from '#fhir/repository/search.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { isMemberOfSameConsortium, listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import { followMerge } from '#modules/residents/server/api.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import type { Item, QualityMark } from '../../../contract/catalogue.ts';
import type { Checked, Result } from '../../../contract/decisions.ts';
import { equivalentCodes, type How } from '../../rules/equivalent-codes.ts';
import { obstacleOf, type Place } from '../../rules/judge-result.ts';
import { readResults, type Coded, type FoundResult } from '../../rules/read-result.ts';
import { listItemsOf, listMarksOf, listPairs } from '../../store/catalogue.ts';
import { listLatest } from '../../store/decisions.ts';

export const problem = problemsOf(contract.problems);

export interface Asking {
  readonly sql: Sql;
  readonly subject: Subject;
  readonly gate: Gate;
  readonly now: Date;
}
export interface Question {
  readonly personId: string;
  readonly codes: readonly string[];
  readonly organisationId: string;
}

const RESULTS_MAX = 200;
const SHOWN_MAX = 20;
const DAY_MS = 86_400_000;

interface Known {
  readonly asking: Asking;
  readonly results: readonly FoundResult[];
  readonly places: ReadonlyMap<string, Place & { readonly name: string }>;
  readonly marks: readonly QualityMark[];
  readonly decided: ReadonlyMap<string, 'recognised' | 'declined'>;
}

/** Earlier results of the person that answer each code, from the record through the gate, and why others do not. */
export async function findResults(asking: Asking, given: Question): Promise<{ personId: string; basis: string; checks: Checked[] }> {
  const { sql, gate, now } = asking;
  gate.requireOrganisation(given.organisationId);
  const personId = await followMerge(sql, given.personId);
  const basis = await gate.recordBasis(personId);
  const question = { ...given, personId };
  const today = chinaDate(now);
  const codes = [...new Set(given.codes)].map((text) => ({ text, ...codedOf(text) }));
  const items = await listItemsOf(sql, codes.map(({ code }) => code), today);
  // Most orders are of nothing in the catalogue: then the record is not read.
  if (items.length === 0) return { personId, basis, checks: codes.map(({ text }) => ({ code: text, item: null, candidates: [], others: [] })) };
  const [pairs, results] = [await listPairs(sql, today), readResults(await readRecord(asking, personId))];
  const sources = [...new Set(results.flatMap(({ organisationId }) => organisationId ?? []))];
  const decided = new Map((await listLatest(sql, question)).map((row) => [`${row.code} ${row.resultReference}`, row.decision]));
  const known: Known = { asking, results, places: await placesOf(asking, sources, given.organisationId), marks: await listMarksOf(sql, sources), decided };
  return { personId, basis, checks: codes.map((code) => check(known, code, { item: itemOf(items, code), how: equivalentCodes(code.code, pairs) })) };
}

/** `system|code` or the code alone. */
export const codedOf = (text: string): Coded => (text.includes('|') ? { system: text.slice(0, text.lastIndexOf('|')) || null, code: text.slice(text.lastIndexOf('|') + 1) } : { system: null, code: text });

const agrees = (one: string | null, other: string | null): boolean => one === null || other === null || one === other;
const itemOf = (items: readonly Item[], { system, code }: Coded): Item | undefined => items.find((item) => item.code === code && agrees(item.system, system));

async function readRecord({ sql, subject }: Asking, personId: string): Promise<Resource[]> {
  const about = `subject=Patient/${personId}&_count=${RESULTS_MAX}`;
  const found: Resource[] = [];
  for (const query of [`DiagnosticReport?${about}&_sort=-date`, `Observation?${about}&_sort=-date`, `ImagingStudy?${about}&_sort=-started`]) found.push(...(await searchResources(sql, subject, query)).resources);
  return found;
}

async function placesOf({ sql, now }: Asking, sources: readonly string[], organisationId: string): Promise<Known['places']> {
  const summaries = new Map((await listOrganisationSummaries(sql, [...sources, organisationId])).map((each) => [each.id, each]));
  const ownDivision = summaries.get(organisationId)?.divisionCode ?? null;
  const places = new Map<string, Place & { name: string }>();
  for (const id of sources) {
    const summary = summaries.get(id);
    if (summary === undefined) continue;
    const inSameConsortium = await isMemberOfSameConsortium(sql, { firstOrganisationId: organisationId, secondOrganisationId: id, on: chinaDate(now) });
    places.set(id, { inSameConsortium, division: summary.divisionCode, ownDivision, name: summary.name });
  }
  return places;
}

function check(known: Known, asked: Coded & { readonly text: string }, { item, how }: { item: Item | undefined; how: ReadonlyMap<string, How> }): Checked {
  if (item === undefined) return { code: asked.text, item: null, candidates: [], others: [] };
  const shown = known.results.flatMap((result) => {
    const hit = result.codes.find(({ system, code }) => how.has(code) && (how.get(code) !== 'item' || agrees(system, item.system ?? asked.system)));
    return hit === undefined ? [] : [lineOf(known, result, { item, code: hit.code, how: how.get(hit.code)! })];
  });
  shown.sort((one, other) => other.at.localeCompare(one.at));
  return { code: asked.text, item, candidates: shown.filter(({ obstacle }) => obstacle === null).slice(0, SHOWN_MAX), others: shown.filter(({ obstacle }) => obstacle !== null).slice(0, SHOWN_MAX) };
}

function lineOf({ asking: { now }, places, marks, decided }: Known, result: FoundResult, { item, code, how }: { item: Item; code: string; how: How }): Result {
  const place = places.get(result.organisationId ?? '');
  const own = marks.filter(({ organisationId }) => organisationId === result.organisationId);
  const obstacle = obstacleOf({ at: result.at, place: place ?? null, marks: own, codes: new Set([item.code, code]) }, { ...item, now });
  return {
    reference: result.reference, title: result.title, code, how, at: result.at?.toISOString() ?? '', ageDays: result.at === null ? null : Math.floor((now.getTime() - result.at.getTime()) / DAY_MS), organisationId: result.organisationId,
    organisationName: place?.name ?? result.organisationName ?? '', conclusion: result.conclusion, value: result.value, findings: result.findings, values: [...result.values], picture: result.studyUid === null ? null : `/imaging/studies/${result.studyUid}`, ecgId: result.ecgId, obstacle, decision: decided.get(`${item.code} ${result.reference}`) ?? null,
  };
}
