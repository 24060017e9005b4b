import type { Sql } from '#platform/database/transaction.ts';
import type { Coding, ValueSet } from '#fhir/types/resources.gen.ts';
import type { ValueSetDefinition } from './core-systems.ts';
import { definitionOf, findInValueSet, findValueSet } from './value-sets.ts';
import { UnknownTerminology } from './unknown-terminology.ts';

/** Whether a coding is in a value set; undefined when the value set or its code system is not known here. */
export type Membership = (valueSet: string, coding: Coding) => Promise<boolean | undefined>;

/** Membership of codings as the full validator asks for it: undefined when the value set or a code system is not known. */
export function membershipIn(sql: Sql | undefined): Membership {
  return async (valueSet: string, coding: Coding) => {
    const definition = await findValueSet(sql, valueSet);
    if (!definition) return undefined;
    return isIn(sql, definition, coding);
  };
}

/** The same of a value set that is at hand. */
export const membershipOf = (sql: Sql | undefined, valueSet: ValueSet, coding: Coding): Promise<boolean | undefined> => isIn(sql, definitionOf(valueSet), coding);

async function isIn(sql: Sql | undefined, definition: ValueSetDefinition, coding: Coding): Promise<boolean | undefined> {
  try {
    return (await findInValueSet(sql, definition, coding)) !== null;
  } catch (error) {
    if (error instanceof UnknownTerminology) return undefined;
    throw error;
  }
}
