import type { MeasureQuestion } from '#fhir/operations/measure/evaluator.ts';
import type { MeasureReport } from '#fhir/types/resources.gen.ts';
import { gateFor } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { findDefinition } from '../contract/definitions/all.ts';
import { tilesOf } from './queries/tiles.ts';
import { idOfMeasure, measureReportOf, periodOfDays } from './rules/measure-resource.ts';
import { problem, sitesOf } from './rules/scope.ts';

/** An indicator as a MeasureReport; see `MeasureEvaluator`. Staff need the right to read indicators, and see the organisations of their scope. */
export async function evaluateMeasure(sql: Sql, { subject, now, measure, from, until, organisationId: asked }: MeasureQuestion): Promise<MeasureReport | undefined> {
  const gate = gateFor(subject, sql);
  if (subject.kind !== 'client') gate.requirePermission('indicators.read');
  const definition = idOfMeasure(measure, findDefinition);
  if (definition === undefined) return undefined;
  const period = periodOfDays(from, until);
  if (period === undefined) throw problem('indicators.no-period');
  const { organisationId, organisationIds } = await sitesOf({ sql, gate, subject }, asked);
  const [tile] = await tilesOf(sql, { definitions: [definition], organisationIds, period });
  return measureReportOf(definition, { organisationId, period: tile!.current.period, value: tile!.current, isFrozen: tile!.isFrozen, now });
}
