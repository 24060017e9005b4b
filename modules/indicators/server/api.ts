import { NOT_OF_PERSONS, type MeasureQuestion } from '#fhir/operations/measure/evaluator.ts';
import type { MeasureReport } from '#fhir/types/resources.gen.ts';
import { gateFor } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { findDefinition } from '../contract/definitions/all.ts';
import { tilesOf } from './queries/tiles.ts';
import { groupBy } from './rules/group.ts';
import { idOfMeasure, measureReportOf, periodOfDays } from './rules/measure-resource.ts';
import { chinaDate, monthsOf, yearBefore } from '#platform/kernel/period.ts';
import { problem, sitesOf } from './rules/scope.ts';
import { valueOf, type Value } from './rules/value.ts';
import { isOfPersons } from './store/measures.ts';
import { drawPersons, type Draw, type DrawnPerson } from './store/sampling.ts';
import { listMonthsOfPerson, listSiteMonths } from './store/values.ts';

/**
 * An indicator as a MeasureReport; see `MeasureEvaluator`. Staff need the right to read indicators (for one person that to see the cases, and a ground for the record), and see the
 * organisations of their scope.
 */
export async function evaluateMeasure(sql: Sql, { subject, now, measure, from, until, organisationId: asked, personId }: MeasureQuestion): Promise<MeasureReport | typeof NOT_OF_PERSONS | undefined> {
  const gate = gateFor(subject, sql);
  if (subject.kind !== 'client') gate.requirePermission(personId === undefined ? 'indicators.read' : 'indicators.cases');
  const definition = idOfMeasure(measure, findDefinition);
  if (definition === undefined) return undefined;
  const period = periodOfDays(from, until);
  if (period === undefined) throw problem('indicators.no-period');
  const { organisationId, organisationIds } = await sitesOf({ sql, gate, subject }, asked);
  if (personId !== undefined) {
    if (!isOfPersons(definition.id)) return NOT_OF_PERSONS;
    await gate.recordBasis(personId);
    const months = [...monthsOf(yearBefore(period)), ...monthsOf(period)];
    const rows = await listMonthsOfPerson(sql, { indicatorId: definition.id, organisationIds, personId, months, today: chinaDate(now) });
    return measureReportOf(definition, { organisationId, personId, period, value: valueOf(definition, rows, period), isFrozen: months.at(-1)! < chinaDate(now).slice(0, 7), now });
  }
  const [tile] = await tilesOf(sql, { definitions: [definition], organisationIds, period });
  return measureReportOf(definition, { organisationId, period: tile!.current.period, value: tile!.current, isFrozen: tile!.isFrozen, now });
}

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

/** Persons with a visit or discharge in a month, drawn by a seed: the same seed over the same facts draws the same persons. */
export const drawFromEncounters = (sql: Sql, draw: Draw): Promise<DrawnPerson[]> => drawPersons(sql, draw);
