const HOSPITAL = "in ('province', 'city', 'county')";
const PRIMARY = "in ('township', 'village')";
const MONTH = (at: string): string => `to_char(${at} at time zone 'Asia/Shanghai', 'YYYY-MM')`;
const DAY = (at: string): string => `(${at} at time zone 'Asia/Shanghai')::date`;
/** Months of the last four years up to the day of computing, as `month` and its last day. */
const MONTHS = `(select to_char(first, 'YYYY-MM') as month, (first + interval '1 month' - interval '1 day')::date as last_day from generate_series(date_trunc('month', $1::date) - interval '47 months', date_trunc('month', $1::date), interval '1 month') first) months`;

/** What encounters are added up to by site and month (`indicators.encounter_month`), and what each of them adds. */
export const ENCOUNTER_SUMS = {
  visits: { month: 'visit_month', amount: '1' },
  outpatient: { month: 'visit_month', amount: "case when class = 'AMB' then 1 else 0 end" },
  discharges: { month: 'discharge_month', amount: '1' },
  bed_days: { month: 'discharge_month', amount: 'greatest(1, ended_on - started_on)' },
} as const;
type EncounterSum = keyof typeof ENCOUNTER_SUMS;

interface Measure {
  /** Rooms whose events say that it may have changed; encounters are followed by themselves. */
  readonly rooms: readonly string[];
  readonly ofEncounters: boolean;
  /** One row a case: `organisation_id, month, numerator, denominator, case_id, person_id, day`. */
  readonly rows: string;
  /** The same added up beforehand, with `cases`: `organisation_id, month, numerator, denominator, cases`. */
  readonly sums: string;
}

const ofRows = (rooms: readonly string[], rows: string): Measure => ({
  rooms, ofEncounters: false, rows, sums: `select organisation_id, month, sum(numerator) as numerator, sum(denominator) as denominator, count(case_id) as cases from (${rows}) counted group by organisation_id, month`,
});

/** A condition over an organisation, which stands under the name given. */
type AtSite = (site: string) => string;

interface OfEncounters {
  readonly numerator: EncounterSum | '0';
  readonly denominator: EncounterSum;
  /** Which sites count in the numerator, and which at all. */
  readonly inNumerator?: AtSite;
  readonly at?: AtSite;
}

/**
 * `encounter_sums` in the sums of measures: the sums of the months asked for ($2, or all), each with what its site is; read once for all measures.
 */
export const ENCOUNTER_SUMS_READ = `encounter_sums as materialized (
  select e.*, o.level from indicators.encounter_month e left join consortium_report.organisation o on o.organisation_id = e.organisation_id where $2::text[] is null or e.month = any($2::text[]))`;

/** A ratio of sums of encounters. Rows and sums are made of the same parts. */
function ofEncounters({ numerator, denominator, inNumerator, at }: OfEncounters): Measure {
  const join = at === undefined && inNumerator === undefined ? '' : 'join consortium_report.organisation o on o.organisation_id = e.organisation_id';
  const where = (site: string): string => at?.(site) ?? 'true';
  const counted = (amount: string, site: string): string => (inNumerator === undefined ? amount : `case when ${inNumerator(site)} then ${amount} else 0 end`);
  const columns = [...new Set([numerator, denominator])].filter((each): each is EncounterSum => each !== '0');
  const months = [...new Set(columns.map((column) => ENCOUNTER_SUMS[column].month))];
  const amountIn = (sum: EncounterSum | '0', month: string): string => (sum !== '0' && ENCOUNTER_SUMS[sum].month === month ? ENCOUNTER_SUMS[sum].amount : '0');
  const rows = months.map((month) => `select e.organisation_id, e.${month} as month, ${counted(amountIn(numerator, month), 'o')} as numerator, ${amountIn(denominator, month)} as denominator, e.encounter_id as case_id, e.person_id, ${month === 'visit_month' ? 'e.started_on' : 'e.ended_on'} as day
    from indicators.encounter e ${join} where e.${month} is not null and ${where('o')}${months.length > 1 && month === 'visit_month' ? " and class = 'AMB'" : ''}`);
  const cases = months.length > 1 ? 'e.outpatient + e.discharges' : months[0] === 'visit_month' ? 'e.visits' : 'e.discharges';
  const isKnown = join === '' ? '' : 'e.level is not null and ';
  return {
    rooms: join === '' ? [] : ['consortium'], ofEncounters: true, rows: rows.join(' union all '),
    sums: `select e.organisation_id, e.month, ${counted(numerator === '0' ? '0' : `e.${numerator}`, 'e')} as numerator, e.${denominator} as denominator, ${cases} as cases from encounter_sums e where ${isKnown}${cases} > 0 and ${where('e')}`,
  };
}

const AT_HOSPITALS: AtSite = (site) => `${site}.level ${HOSPITAL}`;
const primaryShare = ofEncounters({ numerator: 'visits', denominator: 'visits', inNumerator: (site) => `${site}.level ${PRIMARY}` });
const stays = ofEncounters({ numerator: '0', denominator: 'discharges', at: AT_HOSPITALS });
const acceptedDown = (): Measure => ofRows(['referral'], `${DOWN} and accepted_at is not null`);
const fundInside = ofRows(['payment'], `select owner_organisation_id as organisation_id, month, inside_fen as numerator, inside_fen + outside_fen as denominator, package_id as case_id, null::text as person_id, null::date as day from payment_report.fund_use`);
const grouped = (numerator: string): Measure => ofRows(['casemix'], `select organisation_id, month, ${numerator} as numerator, 1 as denominator, discharge_id as case_id, null::text as person_id, discharged_on as day
  from casemix_report.grouped_discharge where scheme = 'drg' and grouped and weight is not null`);
const DOWN = `select from_organisation_id as organisation_id, ${MONTH('submitted_at')} as month, 1 as numerator, 0 as denominator, referral_id as case_id, person_id, ${DAY('submitted_at')} as day
  from referral_report.referral_fact where direction = 'down'`;

const atHospitals = (measure: Measure): Measure => {
  const only = (rows: string): string => `select measured.* from (${rows}) measured join consortium_report.organisation o on o.organisation_id = measured.organisation_id where ${AT_HOSPITALS('o')}`;
  return { ...measure, rooms: [...new Set([...measure.rooms, 'consortium'])], rows: only(measure.rows), sums: only(measure.sums) };
};
const surveyed = (kind: 'outpatient' | 'inpatient' | 'staff'): Measure => ofRows(['assessment'], `select organisation_id, month, numerator, denominator, null::text as case_id, null::text as person_id, null::date as day
  from assessment_report.satisfaction where kind = '${kind}'`);
const averageStay = { numerator: 'bed_days', denominator: 'discharges' } as const;
const visitsPerDischarge = { numerator: 'outpatient', denominator: 'discharges' } as const;
const operated = ofRows(['casemix'], `select organisation_id, month, case when has_procedure then 1 else 0 end as numerator, 1 as denominator, discharge_id as case_id, null::text as person_id, discharged_on as day from casemix_report.grouped_discharge where scheme = 'drg'`);

/**
 * What stands behind each computed indicator: the rows are the cases behind a number, the sums become the cells. `$1` is the day of computing.
 */
export const MEASURES: Readonly<Record<string, Measure>> = {
  Y21: primaryShare,
  T02: primaryShare,
  T03: primaryShare,
  C07: primaryShare,
  Y14: ofEncounters(averageStay),
  S13: ofEncounters({ ...averageStay, at: AT_HOSPITALS }),
  Y17: ofEncounters(visitsPerDischarge),
  H01: ofEncounters({ ...visitsPerDischarge, at: AT_HOSPITALS }),
  Y13: grouped('weight'),
  A07: grouped('case when weight >= 2 then 1 else 0 end'),
  Y16a: operated,
  H04: atHospitals(operated),
  S01: atHospitals(operated),
  Y23: surveyed('outpatient'),
  Y24: surveyed('inpatient'),
  Y25: surveyed('staff'),
  H53: surveyed('outpatient'),
  H54: surveyed('inpatient'),
  H55: surveyed('staff'),
  S28: surveyed('staff'),
  H02: ofRows(['referral', 'consortium'], `select down.* from (${DOWN} and accepted_at is not null) down join consortium_report.organisation o on o.organisation_id = down.organisation_id where o.level ${HOSPITAL}
    union all select o.organisation_id, months.month, 0, 1, null, null, null from consortium_report.organisation o cross join ${MONTHS} where o.level ${HOSPITAL} and o.state = 'active'`),
  Y02: fundInside,
  C08: fundInside,
  C05a: ofRows(['shared-diagnosis', 'residents', 'fhir'], `select requesting_organisation_id as organisation_id, issued_month as month, 1 as numerator, 0 as denominator, order_id as case_id, person_id, ${DAY('issued_at')} as day
    from shared_diagnosis_report.order_fact where remote and issued_month is not null
    union all select r.owner_organisation_id, months.month, 0, r.residents, null, null, null
    from (select owner_organisation_id, count(*) as residents from residents_report.resident where merged_into_id is null and kind = 'resident' group by 1) r cross join ${MONTHS}`),
  T09: ofRows(['consortium'], `select o.organisation_id, months.month, case when exists (select 1 from consortium_report.membership m where m.organisation_id = o.organisation_id and m.valid_from <= months.last_day and (m.valid_until is null or m.valid_until >= months.last_day)) then 1 else 0 end as numerator,
    1 as denominator, o.organisation_id as case_id, null::text as person_id, null::date as day
    from consortium_report.organisation o cross join ${MONTHS} where o.state = 'active' and o.ownership = 'public' and o.level in ('city', 'county', 'township')`),
  A01: { rooms: ['referral', 'consortium'], ofEncounters: true, rows: `${acceptedDown().rows} union all ${stays.rows}`, sums: `${acceptedDown().sums} union all ${stays.sums}` },
  A02: ofRows(['referral'], `select to_organisation_id as organisation_id, ${MONTH('accepted_at')} as month, case when arrived_at is not null then 1 else 0 end as numerator, 1 as denominator, referral_id as case_id, person_id, ${DAY('accepted_at')} as day
    from referral_report.referral_fact where direction = 'up' and accepted_at is not null and to_organisation_id is not null`),
  A03: ofRows(['referral'], `${DOWN} union all select to_organisation_id, ${MONTH('submitted_at')}, 0, 1, referral_id, person_id, ${DAY('submitted_at')} from referral_report.referral_fact where direction = 'up' and to_organisation_id is not null`),
  A04: ofRows(['referral'], `select to_organisation_id as organisation_id, ${MONTH('accepted_at')} as month, round(accept_minutes, 6) as numerator, 1 as denominator, referral_id as case_id, person_id, ${DAY('accepted_at')} as day
    from referral_report.referral_fact where accepted_at is not null and to_organisation_id is not null`),
};

/** Whether cases of the indicator are of persons, so that one person's part of it can be told. */
export const isOfPersons = (indicatorId: string): boolean => Object.hasOwn(MEASURES, indicatorId) && !MEASURES[indicatorId]!.rows.includes('null::text as person_id');
