import type { Sql } from '#platform/database/transaction.ts';

/**
 * Recomputes every computed indicator from raw rows, one row after the other, by the words of the handbook (domain 2.1 to 2.5) and by nothing that the platform computes with: no view, no measure, no SQL
 * beyond reading. Amounts are whole numbers of millionths.
 */
export type NaiveSums = Map<string, [numerator: bigint, denominator: bigint]>;

const ONE = 1_000_000n;
const DAY_MS = 86_400_000;
const PRIMARY = ['township', 'village'];
const HOSPITAL = ['province', 'city', 'county'];

type Row = Record<string, unknown>;

interface Stay {
  readonly id: string;
  readonly site: string;
  readonly class: string;
  readonly startDay: string | undefined;
  readonly endDay: string | undefined;
  readonly isFinished: boolean;
}

/** Calendar day in China of a FHIR dateTime with a day. */
function chinaDay(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length < 10) return undefined;
  return text.length === 10 ? text : new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Microseconds since the epoch, as the database keeps them. */
const CLOCK = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint::text`;
const monthOfClock = (micros: unknown): string => new Date(Number(BigInt(String(micros)) / 1000n) + 8 * 3_600_000).toISOString().slice(0, 7);

/** `until` is the day of computing: indicators of stocks have a value in each of the 48 months up to it. */
export async function naiveSums(sql: Sql, until: string): Promise<NaiveSums> {
  const sums: NaiveSums = new Map();
  const add = (indicator: string, place: { site: unknown; month: string }, amounts: readonly [bigint, bigint]): void => {
    const key = `${indicator}|${String(place.site)}|${place.month}`;
    const [numerator, denominator] = sums.get(key) ?? [0n, 0n];
    sums.set(key, [numerator + amounts[0], denominator + amounts[1]]);
  };
  const organisations = await sql.query<Row>('select * from consortium.organisation');
  const levels = new Map(organisations.map((row) => [String(row['organisation_id']), String(row['level'])]));
  const levelOf = (site: unknown): string => levels.get(String(site)) ?? '';

  for (const stay of await stays(sql)) addStay(add, stay, levelOf(stay.site));
  for (const row of await sql.query<Row>(`select direction, from_organisation_id as sender, to_organisation_id as receiver, ${CLOCK('submitted_at')} as submitted, ${CLOCK('accepted_at')} as accepted, arrived_at is not null as arrived from referral.referral where submitted_at is not null`)) addReferral(add, row, levelOf(row['sender']));
  for (const row of await sql.query<Row>('select owner_organisation_id as site, month, inside_fen::text as inside, outside_fen::text as outside from payment.package_month')) {
    const [inside, outside] = [BigInt(String(row['inside'])) * ONE, BigInt(String(row['outside'])) * ONE];
    for (const indicator of ['Y02', 'C08']) add(indicator, { site: row['site'], month: String(row['month']) }, [inside, inside + outside]);
  }
  for (const row of await sql.query<Row>(`select d.owner_organisation_id as site, d.discharged_on::text as day, jsonb_array_length(d.procedures) as procedures, g.status, (g.weight * 1000000)::bigint::text as weight
    from casemix.discharge d, casemix.grouping g where g.discharge_id = d.discharge_id and g.scheme = 'drg'`)) addDischarge(add, row, levelOf(row['site']));
  await addRemoteDiagnoses(sql, add, monthsBack(until));
  await addSatisfaction(sql, add);
  for (const row of organisations) if (row['state'] === 'active' && HOSPITAL.includes(String(row['level']))) for (const month of monthsBack(until)) add('H02', { site: row['organisation_id'], month }, [0n, ONE]);
  await addMembers(sql, add, { organisations, months: monthsBack(until) });
  return sums;
}

type Add = (indicator: string, place: { site: unknown; month: string }, amounts: readonly [bigint, bigint]) => void;

async function stays(sql: Sql): Promise<Stay[]> {
  const rows = await sql.query<{ id: string; owner: string | null; content: string }>("select resource_id as id, owner_organisation_id as owner, fhir.whole_text(resource_type, resource_id, version, last_updated, content) as content from fhir.resource where resource_type = 'Encounter' and not deleted");
  return rows.flatMap(({ id, owner, content }) => {
    const encounter = JSON.parse(content) as { status: string; class?: { code?: string }; serviceProvider?: { reference?: string }; period?: { start?: string; end?: string } };
    const site = encounter.serviceProvider?.reference?.split('/')[1] ?? owner;
    if (site === null || ['planned', 'cancelled', 'entered-in-error'].includes(encounter.status)) return [];
    return [{ id, site, class: encounter.class?.code ?? '', startDay: chinaDay(encounter.period?.start), endDay: chinaDay(encounter.period?.end), isFinished: encounter.status === 'finished' }];
  });
}

function addStay(add: Add, { site, class: kind, startDay, endDay, isFinished }: Stay, level: string): void {
  if (startDay === undefined) return;
  if (kind === 'AMB' || kind === 'EMER') {
    const place = { site, month: startDay.slice(0, 7) };
    if (levelIsKnown(level)) for (const indicator of ['Y21', 'T02', 'T03', 'C07']) add(indicator, place, [PRIMARY.includes(level) ? ONE : 0n, ONE]);
    if (kind === 'AMB') {
      add('Y17', place, [ONE, 0n]);
      if (HOSPITAL.includes(level)) add('H01', place, [ONE, 0n]);
    }
  }
  if (!['IMP', 'ACUTE', 'NONAC'].includes(kind) || !isFinished || endDay === undefined || endDay < startDay) return;
  const place = { site, month: endDay.slice(0, 7) };
  const days = Math.max(1, Math.round((Date.parse(endDay) - Date.parse(startDay)) / DAY_MS));
  add('Y14', place, [BigInt(days) * ONE, ONE]);
  add('Y17', place, [0n, ONE]);
  if (!HOSPITAL.includes(level)) return;
  add('A01', place, [0n, ONE]);
  add('H01', place, [0n, ONE]);
  add('S13', place, [BigInt(days) * ONE, ONE]);
}

const levelIsKnown = (level: string): boolean => level !== '';

function addReferral(add: Add, { direction, sender, receiver, submitted, accepted, arrived }: Row, senderLevel: string): void {
  if (direction === 'down') {
    if (accepted !== null) add('A01', { site: sender, month: monthOfClock(submitted) }, [ONE, 0n]);
    if (accepted !== null && HOSPITAL.includes(senderLevel)) add('H02', { site: sender, month: monthOfClock(submitted) }, [ONE, 0n]);
    add('A03', { site: sender, month: monthOfClock(submitted) }, [ONE, 0n]);
  }
  if (receiver === null) return;
  if (direction === 'up') add('A03', { site: receiver, month: monthOfClock(submitted) }, [0n, ONE]);
  if (accepted === null) return;
  if (direction === 'up') add('A02', { site: receiver, month: monthOfClock(accepted) }, [arrived === true ? ONE : 0n, ONE]);
  // Minutes to six places, halves away from zero: a microsecond is 1/60 of a millionth of a minute.
  const micros = BigInt(String(accepted)) - BigInt(String(submitted));
  add('A04', { site: receiver, month: monthOfClock(accepted) }, [(micros + (micros < 0n ? -30n : 30n)) / 60n, ONE]);
}

function addDischarge(add: Add, { site, day, procedures, status, weight }: Row, level: string): void {
  const place = { site, month: String(day).slice(0, 7) };
  for (const indicator of HOSPITAL.includes(level) ? ['Y16a', 'H04', 'S01'] : ['Y16a']) add(indicator, place, [Number(procedures) > 0 ? ONE : 0n, ONE]);
  if (status !== '分组成功' || weight === null) return;
  const millionths = BigInt(String(weight));
  add('Y13', place, [millionths, ONE]);
  add('A07', place, [millionths >= 2n * ONE ? ONE : 0n, ONE]);
}

async function addRemoteDiagnoses(sql: Sql, add: Add, months: readonly string[]): Promise<void> {
  for (const row of await sql.query<Row>(`select requesting_organisation_id as asker, performing_organisation_id as performer, centre_organisation_id as centre, ${CLOCK('issued_at')} as issued from shared_diagnosis.diagnosis_order where issued_at is not null`)) {
    if (row['asker'] !== row['centre'] || row['performer'] !== row['centre']) add('C05a', { site: row['asker'], month: monthOfClock(row['issued']) }, [ONE, 0n]);
  }
  for (const { site } of await sql.query<Row>("select owner_organisation_id as site from residents.resident where merged_into_id is null and kind = 'resident'")) for (const month of months) add('C05a', { site, month }, [0n, ONE]);
}

const SATISFACTION: Readonly<Record<string, readonly string[]>> = { outpatient: ['Y23', 'H53'], inpatient: ['Y24', 'H54'], staff: ['Y25', 'H55', 'S28'] };

/** Results of the national platform; where it has none of a site, kind and month, the answers of closed surveys with enough of them. */
async function addSatisfaction(sql: Sql, add: Add): Promise<void> {
  const imported = await sql.query<Row>('select organisation_id as site, kind, month, (mean * 1000000)::bigint::text as mean, valid from assessment.imported_result');
  const key = (row: Row): string => `${String(row['site'])}|${String(row['kind'])}|${String(row['month'])}`;
  for (const row of imported) for (const indicator of SATISFACTION[String(row['kind'])]!) add(indicator, { site: row['site'], month: String(row['month']) }, [BigInt(String(row['mean'])) * BigInt(String(row['valid'])), BigInt(String(row['valid'])) * ONE]);
  const isImported = new Set(imported.map(key));
  const answers = await sql.query<Row>("select r.owner_organisation_id as site, s.kind, s.month, (r.score * 1000000)::bigint::text as score, s.cell_min as least from assessment.response r, assessment.survey s where s.survey_id = r.survey_id and s.state = 'closed' and r.score is not null");
  const groups = new Map<string, Row[]>();
  for (const row of answers) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  for (const [name, rows] of groups) {
    if (isImported.has(name) || rows.length < Math.max(...rows.map((row) => Number(row['least'])))) continue;
    const sum = rows.reduce((total, row) => total + BigInt(String(row['score'])), 0n);
    for (const indicator of SATISFACTION[String(rows[0]!['kind'])]!) add(indicator, { site: rows[0]!['site'], month: String(rows[0]!['month']) }, [sum, BigInt(rows.length) * ONE]);
  }
}

async function addMembers(sql: Sql, add: Add, { organisations, months }: { organisations: readonly Row[]; months: readonly string[] }): Promise<void> {
  const memberships = await sql.query<{ site: string; from: string; until: string | null }>('select organisation_id as site, valid_from::text as from, valid_until::text as until from consortium.membership');
  for (const row of organisations) {
    if (row['state'] !== 'active' || row['ownership'] !== 'public' || !['city', 'county', 'township'].includes(String(row['level']))) continue;
    for (const month of months) {
      const lastDay = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
      const isMember = memberships.some(({ site, from, until }) => site === row['organisation_id'] && from <= lastDay && (until === null || until >= lastDay));
      add('T09', { site: row['organisation_id'], month }, [isMember ? ONE : 0n, ONE]);
    }
  }
}

function monthsBack(until: string): string[] {
  const index = Number(until.slice(0, 4)) * 12 + Number(until.slice(5, 7)) - 1;
  return Array.from({ length: 48 }, (_, back) => `${Math.floor((index - back) / 12)}-${String(((index - back) % 12) + 1).padStart(2, '0')}`);
}
