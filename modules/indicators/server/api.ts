import type { Sql } from '#platform/database/transaction.ts';
import { findDefinition } from '../contract/definitions/all.ts';
import { groupBy } from './rules/group.ts';
import { monthsOf, yearBefore } from './rules/periods.ts';
import { valueOf, type Value } from './rules/value.ts';
import { drawPersons, type DrawnPerson, type Draw } from './store/sampling.ts';
import { listSiteMonths } from './store/values.ts';

export interface ReadValue extends Value {
  readonly indicatorId: string;
  readonly period: string;
  readonly definitionVersion: string;
  /** Whether each month with data in it was closed. */
  readonly isClosed: boolean;
  readonly knownAt: string | null;
}

interface Asked {
  readonly indicatorIds: readonly string[];
  readonly periods: readonly string[];
  /** Sites that are added up. */
  readonly organisationIds: readonly string[];
}

/** Values of indicators over some sites, for each period asked; unknown indicators are left out. Reads what counts: frozen where closed. */
export async function readIndicatorValues(sql: Sql, { indicatorIds, periods, organisationIds }: Asked): Promise<ReadValue[]> {
  const months = periods.flatMap((period) => [...monthsOf(period), ...monthsOf(yearBefore(period))]).sort();
  if (indicatorIds.length === 0 || months.length === 0) return [];
  const rows = groupBy(await listSiteMonths(sql, { indicatorIds, organisationIds, from: months[0]!, until: months.at(-1)! }), ({ indicatorId }) => indicatorId);
  return indicatorIds.flatMap((indicatorId) => {
    const definition = findDefinition(indicatorId);
    if (definition === undefined) return [];
    const known = rows.get(indicatorId) ?? [];
    return periods.map((period) => {
      const inside = known.filter(({ month }) => monthsOf(period).includes(month));
      return {
        ...valueOf(definition, known, period), indicatorId, period, definitionVersion: definition.version, isClosed: inside.length > 0 && inside.every(({ isFrozen }) => isFrozen),
        knownAt: inside.map(({ knownAt }) => knownAt ?? '').sort().at(-1) || null,
      };
    });
  });
}

export type { Draw, DrawnPerson };

/** Persons with a visit or discharge in a month, drawn by a seed: the same seed over the same facts draws the same persons. */
export const drawFromEncounters = (sql: Sql, draw: Draw): Promise<DrawnPerson[]> => drawPersons(sql, draw);
