import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { divide, exact, multiply, toDecimal } from '#platform/kernel/decimal.ts';
import type { getCatalogue as operation } from '../../contract/catalogues.ts';
import { cvDistribution, rateText } from '../rules/analysis.ts';
import { found } from '../rules/found.ts';
import { catalogueHospitals, catalogueLeftOut, catalogueSpreads, listCatalogueGroups } from '../store/catalogues.ts';
import { findPack } from '../store/packs.ts';
import { unitNames } from './unit-names.ts';

/** Scores of a catalogue are weights × this (norm: 1000); a catalogue of another scale compares hospitals all the same. */
const SCALE = 1000;

export async function getCatalogue({ sql, subject }: QueryContext, { id, limit, offset }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(sql, id));
  const sums = await catalogueHospitals(sql, subject, pack.id);
  const nameOf = await unitNames(sql, sums.map(({ organisationId }) => ({ organisationId, part: '' })), 'organisation');
  const [cases, grouped] = [sums.reduce((sum, row) => sum + row.cases, 0), sums.reduce((sum, row) => sum + row.grouped, 0)];
  const page = await listCatalogueGroups(sql, pack.id, { limit, offset });
  return {
    ...page, rows: [...page.rows], cvDistribution: cvDistribution(await catalogueSpreads(sql, pack.id)), leftOut: await catalogueLeftOut(sql, subject, pack.id),
    groupingRate: rateText(grouped, cases),
    hospitals: sums.map((row) => ({
      hospital: nameOf({ organisationId: row.organisationId, part: '' }), cases: row.cases, grouped: row.grouped, groupingRate: rateText(row.grouped, row.cases),
      cmi: row.grouped === 0 ? '' : toDecimal(divide(exact(row.score), multiply(exact(row.grouped), exact(SCALE))), 4),
    })),
  };
}
