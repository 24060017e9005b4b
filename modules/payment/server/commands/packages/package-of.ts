import type { ConsortiumPackage } from '../../../contract/packages.ts';
import { forecastFen } from '../../rules/package.ts';
import type { PackageMonth, PackageRow } from '../../store/packages.ts';

/** The package with the spend to expect at the end of the year. */
export function packageOf(row: PackageRow, months: readonly PackageMonth[]): ConsortiumPackage {
  const forecast = forecastFen(months.map(({ insideFen, outsideFen }) => BigInt(insideFen) + BigInt(outsideFen)));
  return { ...row, forecastFen: forecast === undefined ? null : Number(forecast) };
}
