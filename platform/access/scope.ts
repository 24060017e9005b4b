import type { Subject } from './subject.ts';

/** The columns by which a row says whose it is. At least one must be given; a list without a scope does not compile. */
export interface ScopedColumns {
  /** Column(s) holding the owner organisation(s) that may see the row; a row is visible through any of them. */
  readonly organisation?: readonly string[];
  /** Column holding the person whose record the row belongs to. */
  readonly person?: string;
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
 * basis (`access.record_basis`) for its person, or the person is the subject.
 */
export function scopeCondition(subject: Subject, columns: ScopedColumns, firstParameter: number): SqlCondition {
  if (subject.everyOrganisation) return { text: 'true', values: [] };
  if (subject.kind === 'resident') {
    return columns.person
      ? { text: `${columns.person} = $${firstParameter}`, values: [subject.personId] }
      : { text: 'false', values: [] };
  }
  const organisations = `$${firstParameter}::text[]`;
  const ways = (columns.organisation ?? []).map((column) => `${column} = any(${organisations})`);
  if (columns.person) {
    ways.push(
      `exists (select 1 from access.record_basis basis where basis.person_id = ${columns.person}` +
        ` and basis.organisation_id = any(${organisations}) and basis.valid_from <= now()` +
        ` and (basis.valid_until is null or basis.valid_until > now())${columns.rowByRow ? ' offset 0' : ''})`,
    );
  }
  return { text: ways.length === 0 ? 'false' : `(${ways.join(' or ')})`, values: [subject.organisationIds] };
}
