import { Select } from 'antd';
import { useNow } from '#platform/web/text/use-now.ts';
import { useText } from '#platform/web/text/messages.ts';
import { LISTS } from '../lists.ts';
import { messages } from '../messages.ts';
import { SiteSelect, useSiteName } from '../organisations.tsx';
import type { CockpitAddress } from './address.ts';
import { PeriodChoice } from './period-choice.tsx';

/** What is asked, as choices, and each narrowing as a badge that takes itself away. */
export function Filters({ address, period }: { address: CockpitAddress; period: string | undefined }) {
  const say = useText();
  const now = useNow();
  const nameOf = useSiteName();
  const { list, organisationId, put } = address;
  const badges = [
    ...(address.period === undefined ? [] : [{ name: 'period' as const, text: `${say(messages.period)}：${address.period}` }]),
    ...(organisationId === undefined ? [] : [{ name: 'organisation' as const, text: `${say(messages.site)}：${nameOf(organisationId)}` }]),
  ];
  return (
    <div className="yg-row cockpit-filters">
      <Select className="yg-print-hidden" aria-label={say(messages.list)} value={list} style={{ minWidth: 180 }} options={LISTS.map((value) => ({ value, label: say(messages[value]) }))} onChange={(value) => put('list', value)} />
      {period !== undefined && <span className="yg-print-hidden"><PeriodChoice value={period} now={now} onChange={(chosen) => put('period', chosen)} /></span>}
      <div className="yg-print-hidden" style={{ minWidth: 240 }}><SiteSelect label={say(messages.site)} {...(organisationId === undefined ? {} : { value: organisationId })} onChange={(chosen) => put('organisation', chosen)} /></div>
      {badges.map(({ name, text }) => (
        <button key={name} type="button" className="yg-chip" onClick={() => put(name, undefined)} aria-label={say(messages.takeAway, { filter: text })}>{text} <span aria-hidden>×</span></button>
      ))}
    </div>
  );
}
