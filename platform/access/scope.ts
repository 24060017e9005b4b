import { purposeOf } from './decide.ts';
import { purposeCondition, type Purpose } from './purpose.ts';
import type { Subject } from './subject.ts';

/** The columns by which a row says whose it is. At least one must be given; a list without a scope does not compile. */
export interface ScopedColumns {
  /** Column(s) holding the owner organisation(s) that may see the row; a row is visible through any of them. */
  readonly organisation?: readonly string[];
  /** Column holding the person whose record the row belongs to. */
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
}

/** A SQL condition with its bound values, numbered from `firstParameter`. */
export interface SqlCondition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The gate, compiled into SQL: the same rule that `decide` applies to one row, for lists, counts, search and exports.
 * A row is visible when its owner organisation is in the subject's scope, or the subject's organisation holds a valid
 * basis (`access.record_basis`) for its person that the person has not refused, or the person is the subject.
 */
export function scopeCondition(subject: Subject, columns: ScopedColumns, firstParameter: number): SqlCondition {
  if (subject.everyOrganisation) return { text: 'true', values: [] };
  if (subject.kind === 'resident') {
    return columns.person
      ? { text: `${columns.person} = $${firstParameter}`, values: [subject.personId] }
      : { text: 'false', values: [] };
  }
  const organisations = `$${firstParameter}::text[]`;
  const purpose = purposeOf(subject);
  const owned = purpose === 'research' ? [] : (columns.organisation ?? []).map((column) => `${column} = any(${organisations})`);
  const ways = [...owned, ...(columns.person ? groundConditions(columns, { organisations, purpose }) : [])];
  // The array is named even where no way uses it: a bound value without a place is an error.
  return { text: ways.length === 0 ? `(${organisations} is null and false)` : `(${ways.join(' or ')})`, values: [subject.organisationIds] };
}

interface Asker {
  readonly organisations: string;
  readonly purpose: Purpose;
}

function groundConditions(columns: ScopedColumns, asker: Asker): string[] {
  const { person, restricted, resource } = columns;
  const opens = (more: string): string =>
    `exists (select 1 from ${basisFrom(asker)} where basis.person_id = ${person} and ${openBasis(asker)}` +
    ` and basis.resource is null${more}${columns.rowByRow ? ' offset 0' : ''})`;
  const things = resource === undefined ? [] : [
    `(${person}, ${resource}) in (select basis.person_id, basis.resource from ${basisFrom(asker)} where basis.resource is not null and ${openBasis(asker)})`,
  ];
  if (restricted === undefined) return [opens(''), ...things];
  return [`(not ${restricted} and ${opens('')})`, `(${restricted} and ${opens(' and basis.opens_restricted')})`, ...things];
}

/**
 * Grounds beside the refusal that closes them, if there is one: joined and not looked up by `not exists`, because Citus takes
 * no subquery that depends on a row of a table copied to every machine.
 */
const basisFrom = ({ purpose }: Asker): string =>
  'access.record_basis basis left join access.organisation place on place.organisation_id = basis.organisation_id' +
  " left join access.refusal refusal on refusal.person_id = basis.person_id and basis.basis <> 'emergency' and refusal.valid_from <= now()" +
  ` and (refusal.valid_until is null or refusal.valid_until > now()) and (refusal.purpose is null or refusal.purpose = '${purpose}')` +
  " and (refusal.organisation_id in ('*', basis.organisation_id) or refusal.organisation_id = any(place.ancestor_ids))";

/** Of those, grounds of the asker that are open now, serve the purpose and are not refused by the resident. */
const openBasis = ({ organisations, purpose }: Asker): string =>
  `basis.organisation_id = any(${organisations}) and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())` +
  ` and ${purposeCondition('basis.purpose', purpose)} and refusal.person_id is null`;
