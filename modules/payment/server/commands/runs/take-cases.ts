import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { exact, scaled } from '#platform/kernel/decimal.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { loadSettlementCases as operation } from '../../../contract/runs.ts';
import { extraOf, withStays } from '../../rules/case-extras.ts';
import { decided, problem } from '../../rules/found.ts';
import { readRegionParameters } from '../../rules/region-parameters.ts';
import { openRegionYear, type RegionSettlement } from '../../rules/region-year.ts';
import type { ScoredCase, ScoreExtra } from '../../rules/score-case.ts';
import { insertAction } from '../../store/actions.ts';
import { insertCases, listStaysOfPersons, type NewCase } from '../../store/cases.ts';
import type { StoredPack } from '../../store/packs.ts';

type Row = InputOf<typeof operation>['rows'][number];
type Refused = ResultOf<typeof operation>['refused'][number];

export interface TakenCases {
  readonly loaded: number;
  readonly refused: Refused[];
}

/** Scores each row by the pack and keeps it; a row that is wrong is refused with its place and the rest goes in. */
export async function takeCases(context: CommandContext, pack: StoredPack, rows: readonly Row[]): Promise<TakenCases> {
  const { tx } = context;
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  requireInstitutions(context, pack, rows);
  const year = await openYear(context, pack, rows);
  const refused: Refused[] = [];
  const fresh: (NewCase & { row: number })[] = [];
  for (const [index, row] of rows.entries()) {
    const scored = scoreRow(year, pack, row);
    if ('refused' in scored) refused.push(refusedOf(index, row, scored.refused));
    else fresh.push({ ...caseOf(row, pack.id, context.newId()), auxiliary: scored.extra?.auxiliary ?? null, stayScore: scored.extra?.stayScore ?? null, band: scored.scored.band, score: scored.scored.scoreText, row: index });
  }
  const taken = await insertCases(tx, fresh);
  for (const each of fresh) if (taken.has(each.caseNumber)) refused.push(refusedOf(each.row, rows[each.row]!, TAKEN));
  const organisations = [...new Set(fresh.map(({ organisationId }) => organisationId))];
  await insertAction(context, { itemId: pack.id, ownerOrganisationId: context.subject.organisationId ?? pack.ownerOrganisationId, action: 'load-cases', reason: `${fresh.length - taken.size} / ${rows.length}` });
  context.about({ organisationId: context.subject.organisationId });
  context.emit('payment.cases-loaded', { packId: pack.id, loaded: fresh.length - taken.size }, [...organisations, pack.ownerOrganisationId]);
  return { loaded: fresh.length - taken.size, refused: refused.sort((a, b) => a.row - b.row) };
}

function scoreRow(year: RegionSettlement, { content }: StoredPack, row: Row): { scored: ScoredCase; extra: ScoreExtra | undefined } | { refused: ProblemDetail } {
  if (!isCalendarDate(row.discharged.slice(0, 10))) return { refused: NO_DISCHARGE };
  const read = extraOf(row, content);
  if ('refused' in read) return read;
  const scored = year.add({ ...row, case: row.case === '' ? '' : `${row.institution}|${row.case}` }, read.extra);
  return 'refused' in scored ? { refused: scored.refused[0]! } : { scored, extra: read.extra };
}

const NO_DISCHARGE: ProblemDetail = { path: 'discharged', message: { zh: '不是真实的日期', en: 'is not a day of the calendar' } };
const TAKEN: ProblemDetail = { path: 'case', message: { zh: '病例编号已载入', en: 'the case number is loaded already' } };

const refusedOf = (row: number, given: Row, { path, message }: ProblemDetail): Refused => ({ row, case: given.case, path, zh: message.zh, en: message.en });

/** An institution of the pack outside the scope makes the whole act forbidden; an unknown one only its rows. */
function requireInstitutions(context: CommandContext, pack: StoredPack, rows: readonly Row[]): void {
  const known = new Set(pack.content.institutions.map(({ institution }) => institution));
  const given = new Set(rows.map(({ institution }) => institution));
  for (const institution of given) if (known.has(institution)) context.gate.requireOrganisation(institution);
  if (![...given].some((institution) => known.has(institution))) context.gate.requireOrganisation(pack.ownerOrganisationId);
}

async function openYear(context: CommandContext, pack: StoredPack, rows: readonly Row[]): Promise<RegionSettlement> {
  const read = readRegionParameters(pack.content);
  const parameters = decided(read.status === 'READY' ? read.parameters : undefined, read.status === 'PENDING_LOCAL_PARAMETERS' ? read.missing.join(', ') : 'parameters');
  const persons = [...new Set(rows.flatMap(({ person }) => (person ? [person] : [])))];
  const stays = await listStaysOfPersons(context.tx, pack.id, persons);
  return openRegionYear(withStays(parameters, pack.content), stays.map(({ personId, admittedOn, dischargedOn }) => ({ person: personId, admitted: admittedOn, discharged: dischargedOn })));
}

const fenOf = (text: string): number => Number(scaled(exact(text), 2));

const caseOf = (row: Row, packId: string, id: string): Omit<NewCase, 'band' | 'score' | 'auxiliary' | 'stayScore'> => ({
  id, packId, caseNumber: row.case, organisationId: row.institution, personId: row.person ?? null, groupCode: row.group, costFen: fenOf(row.cost), patientPaidFen: fenOf(row.patientPaid),
  admittedOn: row.admitted?.slice(0, 10) ?? null, dischargedOn: row.discharged.slice(0, 10),
});
