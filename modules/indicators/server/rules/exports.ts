import type { Report } from '#platform/documents/report.ts';
import type { Tile } from '../../contract/operations.ts';
import { groupBy } from './group.ts';
import { monthsOf } from '#platform/kernel/period.ts';

interface Cockpit {
  readonly organisationId: string;
  readonly period: string;
  readonly tiles: readonly Tile[];
}

const escaped = (text: string): string => text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** What has a number, as numerator and denominator; ratios are left to the receiver. */
const amounts = (tiles: readonly Tile[]) =>
  tiles.flatMap(({ definition, current }) => [['NUM', current.numerator], ['DEN', current.denominator]].flatMap(([part, value]) => (value == null ? [] : [{ dataElement: `${definition.id}_${part}`, period: current.period, value }])));

/** Aggregate data exchange (IHE QRPH ADX, ISO/IEC-style periods such as 2026-03-01/P1M). */
export function adxOf({ organisationId, tiles }: Cockpit, now: Date): string {
  const groups = groupBy(amounts(tiles), ({ period }) => period);
  const body = [...groups].map(([period, values]) => {
    const months = monthsOf(period);
    const span = `${months[0]}-01/${months.length === 12 ? 'P1Y' : `P${months.length}M`}`;
    const rows = values.map(({ dataElement, value }) => `    <dataValue dataElement="${escaped(dataElement)}" value="${escaped(value)}"/>`).join('\n');
    return `  <group orgUnit="${escaped(organisationId)}" period="${span}">\n${rows}\n  </group>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<adx xmlns="urn:ihe:qrph:adx:2015" exported="${now.toISOString()}">\n${body.join('\n')}\n</adx>\n`;
}

/** The `dataValueSets` shape of DHIS2. */
export const aggregateOf = ({ organisationId, tiles }: Cockpit) => ({ dataValues: amounts(tiles).map(({ period, ...value }) => ({ ...value, period: period.replace('-', ''), orgUnit: organisationId })) });

export function reportOf({ period, tiles }: Cockpit): Report {
  const columns = [{ title: '编号' }, { title: '指标', share: 4 }, { title: '期间' }, { title: '分子', align: 'right' as const }, { title: '分母', align: 'right' as const }, { title: '数值', align: 'right' as const }, { title: '单位' }, { title: '定义版本' }];
  const rows = tiles.map(({ definition, current }) => [definition.id, definition.name.zh, current.period, current.numerator, current.denominator, current.value, definition.unit, definition.version]);
  return { title: `监测指标 ${period}`, subtitle: '分母为零或缺数的指标不可计算', parts: [{ table: { columns, rows } }] };
}
