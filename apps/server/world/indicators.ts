import { setIndicatorBand } from '#modules/indicators/contract/alerts.ts';
import { approveIndicatorValue, closeIndicatorPeriod, enterIndicatorValue } from '#modules/indicators/contract/operations.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

/** Figures that no member system yields, invented: indicator, numerator, denominator. */
const FIGURES = [
  ['C04', '38', '474000'], ['C05b', '142', '210'], ['C06', '8.1', '11.4'], ['C09', '61200000', '228000000'], ['C11', '51200', '63900'], ['C12', '402000', '1630000'], ['C13', '5210', '61400'],
  ['Y15', '318000000', '742000000'], ['Y05', '271000000', '801000000'],
] as const;

/** What the office watches: the share of the fund kept inside, the share of primary care at each site, the time to accept a referral. */
const BANDS = [{ indicatorId: 'C08', low: '80', eachSite: false }, { indicatorId: 'C11', high: '75', eachSite: false }, { indicatorId: 'A04', high: '240', deviations: '3', eachSite: true }] as const;

/** Last year's entries, by one person and approved by another, and the last whole month closed. */
export async function playIndicators({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const find = (role: string) => plan.staff.find(({ roles }) => (roles as readonly string[]).includes(role));
  const [office, bureau] = [find('consortium-office'), find('health-bureau')];
  if (!stage.has(enterIndicatorValue) || !office || !bureau) return [];
  const thisMonth = chinaDate(until).slice(0, 7);
  const lastMonth = new Date(Date.parse(`${thisMonth}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
  try {
    for (const [indicatorId, numerator, denominator] of FIGURES) {
      const key = `world-indicator-${indicatorId}`;
      const { id } = await stage.act(enterIndicatorValue, { indicatorId, organisationId: office.organisationId, month: lastMonth, numerator, denominator, sourceNote: '示例数据' }, { member: office, at: until, key });
      await stage.act(approveIndicatorValue, { id }, { member: bureau, at: until, key: `${key}-approved` });
    }
    for (const band of BANDS) await stage.act(setIndicatorBand, { ...band, watcherId: office.id }, { member: office, at: until, key: `world-indicator-band-${band.indicatorId}` });
    await stage.act(closeIndicatorPeriod, { month: lastMonth }, { member: office, at: until, key: 'world-indicator-close' });
  } catch (error) {
    return [{ key: 'world-indicators', error }];
  }
  return [];
}
