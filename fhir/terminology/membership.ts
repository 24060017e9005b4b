import type { Sql } from '#platform/database/transaction.ts';
import type { Coding } from '#fhir/types/resources.gen.ts';
import type { Membership } from '#fhir/validation/validate-fully.ts';
import { findInValueSet, findValueSet, UnknownTerminology } from './value-sets.ts';

/** Membership of codings as the full validator asks for it: undefined when the value set or a code system is not known. */
export function membershipIn(sql: Sql | undefined): Membership {
  return async (valueSet: string, coding: Coding) => {
    const definition = await findValueSet(sql, valueSet);
    if (!definition) return undefined;
    try {
      return (await findInValueSet(sql, definition, coding)) !== null;
    } catch (error) {
      if (error instanceof UnknownTerminology) return undefined;
      throw error;
    }
  };
}
