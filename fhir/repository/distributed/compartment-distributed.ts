import type { Sql } from '#platform/database/transaction.ts';
import { placeOf } from './locator.ts';
import { queryPrepared } from '../prepared.ts';

interface PlacedRow {
  readonly type: string;
  readonly key: string;
  /** Seconds since 1970, infinite without a date. */
  readonly moment: number;
}

export interface CompartmentParts {
  /** Columns of a row `r`. */
  readonly select: string;
  /** Key of the focus: `$1`. */
  readonly focus: string;
  readonly isPerson: boolean;
  readonly isFirstPage: boolean;
  /** Conditions on rows `r` that name `$1`, `$3` to `$9` and the scope. */
  readonly focusCondition: string;
  readonly memberCondition: string;
  /** `$1` focus, `$2` keys of which a member holds one, `$10` the limit; see `compartment.ts`. */
  readonly values: readonly unknown[];
  readonly limit: number;
}

/**
 * As the one statement of `compartment.ts`, on a database that is spread over machines: the person's record comes from the one
 * machine that holds it; what lies with somebody else or with nobody and mentions the focus is asked of all, each
 * of which answers from its index of keys and sends at most a page.
 */
export async function listDistributedCompartment<Row extends PlacedRow>(sql: Sql, parts: CompartmentParts): Promise<Row[]> {
  const { select, focus, isPerson, isFirstPage, values, limit } = parts;
  const page = async (condition: string): Promise<Row[]> =>
    queryPrepared<Row>(
      sql,
      `select ${select}, extract(epoch from r.at_low)::float8 as moment from fhir.resource r where ${condition} and ${TYPED}
       order by r.resource_type collate "C", r.at_low desc, r.key desc limit $10`,
      values,
    );
  const head = isFirstPage ? await focusRow<Row>(sql, parts) : [];
  const own = isPerson ? await page(`r.person_key = $1 and ${parts.memberCondition}`) : [];
  const apart = await page(`r.keys && $2::bigint[]${isPerson ? ' and r.person_key <> $1' : ''} and ${parts.memberCondition}`);
  const members = isPerson ? [...own, ...apart].sort(inOrder) : apart;
  return [...head, ...members.filter(({ key }) => key !== focus)].slice(0, limit);
}

/** Every value has a type, though not every statement uses it. */
const TYPED = '$2::bigint[] is not null';

async function focusRow<Row>(sql: Sql, { select, focus, focusCondition, values }: CompartmentParts): Promise<Row[]> {
  const place = await placeOf(sql, [focus], { parameter: values.length + 1 });
  return sql.query<Row>(`select ${select} from fhir.resource r where ${focusCondition} and ${TYPED}${place.text} limit $10`, [...values, ...place.values]);
}

function inOrder(a: PlacedRow, b: PlacedRow): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  if (a.moment !== b.moment) return a.moment > b.moment ? -1 : 1;
  return BigInt(a.key) > BigInt(b.key) ? -1 : 1;
}
