import { hasMetSpread } from '#platform/database/spread-sight.ts';
import { assert } from '#platform/kernel/problem.ts';
import { purposeOf } from './decide.ts';
import { purposeCondition, type Purpose } from './purpose.ts';
import type { Subject } from './subject.ts';

/** The columns by which a row says whose it is. At least one must be given; a list without a scope does not compile. */
export interface ScopedColumns {
  /** Column(s) holding the owner organisation(s) that may see the row; a row is visible through any of them. */
  readonly organisation?: readonly string[];
  /** Column holding the person whose record the row belongs to, named with its table: a bare one would mean, in the look-up of a ground, the ground's own. */
  readonly person?: string;
  /** Column that is true for what is masked by default; a plain ground does not open it. */
  readonly restricted?: string;
  /** Expression for `Type/id`: what was shared or uncovered singly is visible too. */
  readonly resource?: string;
  /**
   * Looks up the ground of each row that is met. For pages that end after a few rows: otherwise PostgreSQL may first
   * collect every ground that the organisations hold, which for a hospital are hundreds of thousands.
   */
  readonly rowByRow?: boolean;
  /** The person that the list is about: the ground is looked up once, and for rows of others as for any row. */
  readonly asked?: string | undefined;
}

/** A SQL condition with its bound values, numbered from `firstParameter`. */
export interface SqlCondition {
  readonly text: string;
  readonly values: readonly unknown[];
  /** With the same values: the condition for whoever has judged the ground that the database shows for the person asked about (`judgeOf`). */
  readonly shown?: string | undefined;
}

/**
 * The gate, compiled into SQL: the same rule that `decide` applies to one row, for lists, counts, search and exports.
 * A row is visible when its owner organisation is in the subject's scope, or the subject's organisation holds a valid
 * basis (`access.record_basis`) for its person that the person has not refused, or the person is the subject.
 */
export function scopeCondition(subject: Subject, columns: ScopedColumns, firstParameter: number): SqlCondition {
  requireTable(columns);
  if (subject.everyOrganisation) return { text: 'true', values: [] };
  if (subject.kind === 'resident') {
    return columns.person
      ? { text: `${columns.person} = $${firstParameter}`, values: [subject.personId] }
      : { text: 'false', values: [] };
  }
  const organisations = `$${firstParameter}::text[]`;
  const purpose = purposeOf(subject);
  const owned = purpose === 'research' ? [] : (columns.organisation ?? []).map((column) => `${column} = any(${organisations})`);
  const { asked } = columns.person ? columns : {};
  const asker = { organisations, purpose };
  if (asked !== undefined) {
    const person = `$${firstParameter + 1}::text`;
    const others = [...owned, singleGround(columns, asker)];
    return {
      text: `(${[onceFor(columns, asker, person), ...others].join(' or ')})`,
      values: [subject.organisationIds, asked],
      shown: hasMetSpread() ? undefined : `(${[plainOf(columns, person), ...others].join(' or ')})`,
    };
  }
  const ways = [...owned, ...(columns.person ? groundConditions(columns, asker) : [])];
  // The array is named even where no way uses it: a bound value without a place is an error.
  return { text: ways.length === 0 ? `(${organisations} is null and false)` : `(${ways.join(' or ')})`, values: [subject.organisationIds] };
}

/** A bare column inside `exists (select … from access.record_basis …)` would be compared with itself, and open every row. */
function requireTable({ person, restricted, resource }: ScopedColumns): void {
  for (const column of [person, restricted, resource]) {
    if (column === undefined || KNOWN.has(column)) continue;
    for (const name of column.replace(/'[^']*'/g, '').match(/[a-z_][a-z_0-9.]*/gi) ?? []) {
      assert(name.includes('.') || WORDS.has(name.toLowerCase()), `the scope names the column ${name} without its table`);
    }
    KNOWN.add(column);
  }
}
/** Columns are written in the code, so they are few. */
const KNOWN = new Set<string>();
const WORDS = new Set(['case', 'when', 'then', 'else', 'end', 'is', 'not', 'null', 'and', 'or', 'false', 'true', 'coalesce']);

/**
 * True for rows of the person asked about whose record is open; its query names no row, so PostgreSQL runs it once. Of a person who has
 * refused anybody it opens nothing: `singleGround` decides.
 */
function onceFor({ person, restricted = 'false' }: ScopedColumns, asker: Asker, asked: string): string {
  const refused = hasMetSpread() ? NONE_REFUSES : refusedNothing;
  const opened = `select bool_or(basis.opens_restricted) from ${bases(asker)} where basis.person_id = ${asked} and basis.resource is null and ${currentBasis(asker, true)} and ${refused}`;
  return `(${person} = ${asked} and (${opened}) >= ${restricted})`;
}

/** Rows of the person that nothing masks. Whether they are open was judged before. */
const plainOf = ({ person, restricted = 'false' }: ScopedColumns, asked: string): string => `(${person} = ${asked} and not ${restricted})`;

/** For a row that nothing else opens: by a function, whose parts PostgreSQL need not make ready where it is never called. */
function singleGround(columns: ScopedColumns, asker: Asker): string {
  if (hasMetSpread()) return groundConditions({ ...columns, rowByRow: true }, asker).join(' or ');
  const { person, restricted = 'false', resource = 'null' } = columns;
  return `access.opens_to(${person}, ${resource}, ${restricted}, '${asker.purpose}', ${asker.organisations})`;
}

interface Asker {
  readonly organisations: string;
  readonly purpose: Purpose;
}

function groundConditions(columns: ScopedColumns, asker: Asker): string[] {
  const { person, restricted, resource } = columns;
  const exists = (more: string, end = ''): string =>
    `exists (select 1 from ${bases(asker)} where basis.person_id = ${person} and ${openBasis(asker, columns.rowByRow)} and ${more}${end})`;
  // One look-up for a row that is met; a count asks in parts, each of which PostgreSQL can collect once for all rows.
  if (columns.rowByRow) {
    const whole = `(basis.resource is null${restricted === undefined ? '' : ` and (basis.opens_restricted or not ${restricted})`})`;
    return [exists(resource === undefined ? whole : `(${whole} or basis.resource = ${resource})`, ' offset 0')];
  }
  const things = resource === undefined ? [] : [
    `(${person}, ${resource}) in (select basis.person_id, basis.resource from ${bases(asker)} where basis.resource is not null and ${openBasis(asker)})`,
  ];
  if (restricted === undefined) return [exists('basis.resource is null'), ...things];
  return [`(not ${restricted} and ${exists('basis.resource is null')})`, `(${restricted} and ${exists('basis.resource is null and basis.opens_restricted')})`, ...things];
}

/**
 * Grounds of the asker that are valid now and serve the purpose. Of one person they are few: the index is asked for the person alone, since to
 * look up dozens of organisations in it takes four times as long as to compare them.
 */
const currentBasis = ({ organisations, purpose }: Asker, isOfOnePerson: boolean): string =>
  `${isOfOnePerson ? "(basis.organisation_id || '')" : 'basis.organisation_id'} = any(${organisations}) and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())` +
  ` and ${purposeCondition('basis.purpose', purpose)}`;

/** Those of them that the resident has not refused. */
const openBasis = (asker: Asker, isOfOnePerson = false): string =>
  `${currentBasis(asker, isOfOnePerson)} and (basis.basis = 'emergency' or ${hasMetSpread() ? NONE_REFUSES : `${refusedNothing} or not access.is_refused(basis.person_id, basis.organisation_id, '${asker.purpose}')`})`;

/** Nearly everybody: to look costs a sixth of calling the function. `offset 0` keeps PostgreSQL from collecting all refusals first. */
const refusedNothing = 'not exists (select 1 from access.refusal refusal where refusal.person_id = basis.person_id offset 0)';

/**
 * Grounds, and on Citus the refusals that close them beside them, as `access.is_refused` says: there a machine runs no function that reads tables,
 * and no sub-select that names a row of a table copied to all machines.
 */
const bases = ({ purpose }: Asker): string =>
  !hasMetSpread() ? 'access.record_basis basis' : `access.record_basis basis left join access.organisation place on place.organisation_id = basis.organisation_id
    left join access.refusal refusal on refusal.person_id = basis.person_id and refusal.valid_from <= now() and (refusal.valid_until is null or refusal.valid_until > now())
      and (refusal.purpose is null or refusal.purpose = '${purpose}') and (refusal.organisation_id in ('*', basis.organisation_id) or refusal.organisation_id = any (place.ancestor_ids))`;
const NONE_REFUSES = 'refusal.person_id is null';
