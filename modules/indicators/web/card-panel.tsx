import { Bars } from '#platform/web/chart/bars.tsx';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getIndicatorCard, type IndicatorCard } from '../contract/operations.ts';
import { MeasuredCases } from './cases-panel.tsx';
import { RestateForm } from './entry/enter-form.tsx';
import { messages } from './messages.ts';
import { Multiples } from './multiples.tsx';
import { LIGHTS } from './cockpit/tile.tsx';
import { useAbility } from './use-ability.ts';
import { useUnit } from './units.ts';

/** Everything that stands behind a number. */
export function CardPanel({ indicatorId, period, organisationId }: { indicatorId: string; period: string | undefined; organisationId?: string | undefined }) {
  const { query: card } = useKeptOperation(getIndicatorCard, { indicatorId, ...(period === undefined ? {} : { period }), ...(organisationId === undefined ? {} : { organisationId }) });
  return <Answer query={card}>{(found) => <Card card={found} />}</Answer>;
}

function Card({ card }: { card: IndicatorCard }) {
  const say = useText();
  const unitOf = useUnit();
  const { definition, current, trend } = card;
  return (
    <div className="yg-stack">
      <Facts
        items={[
          { label: say(messages.value), value: current.value === null ? say(messages.notComputable) : `${current.value} ${unitOf(definition.unit)}` },
          { label: say(messages.period), value: current.period },
          { label: `${say(messages.numerator)}：${say(definition.numerator)}`, value: current.numerator },
          { label: `${say(messages.denominator)}：${say(definition.denominator)}`, value: current.denominator },
          { label: say(messages.source), value: say(messages[definition.source]) },
          { label: say(messages.version), value: `${definition.version} · ${definition.validFrom}` },
          ...(current.likeForLike === null ? [] : [{ label: say(messages.likeForLike), value: say(messages.likeForLikeSites, { count: current.likeForLike }) }]),
          { label: say(messages.filter), value: definition.filter && say(definition.filter), wide: true },
        ]}
      />
      <LineTrend title={say(messages.trend)} unit={unitOf(definition.unit)} series={[{ name: say(definition.name), points: trend.map(({ period, value }) => ({ at: period, value: value === null ? null : Number(value) })) }]} />
      <Panel level={3} title={say(messages.targets)}><Targets card={card} /></Panel>
      <Panel level={3} title={say(messages.sites)}>
        {definition.direction === 0 && <p className="yg-quiet">{say(messages.watchOnly)}</p>}
        <Ranking card={card} />
        <Sites card={card} />
      </Panel>
      <Multiples card={card} />
      {card.peers.length > 1 && <Panel level={3} title={say(messages.peers)}><Peers card={card} /></Panel>}
      {definition.source === 'measure' && <MeasuredCases card={card} />}
      {card.restatements.length > 0 && <Panel level={3} title={say(messages.restatements)}><Restatements card={card} /></Panel>}
    </div>
  );
}

/** The number of one site beside those of its like. */
function Peers({ card: { peers, definition, organisationId } }: { card: IndicatorCard }) {
  const say = useText();
  const unitOf = useUnit();
  const known = peers.filter(({ value }) => value !== null);
  return known.length < 2 ? <p className="yg-quiet">{say(messages.noData)}</p> : (
    <Bars title={say(messages.peers)} unit={unitOf(definition.unit)} items={known.map((peer) => ({ name: peer.organisationId === organisationId ? `● ${peer.name}` : peer.name, value: Number(peer.value) }))} />
  );
}

function Targets({ card }: { card: IndicatorCard }) {
  const say = useText();
  return (
    <PlainTable
      caption={say(messages.targets)} rows={card.targets} rowKey={({ regionId, targetId }) => `${regionId}|${targetId}`} empty={messages.noData}
      columns={[
        { key: 'region', title: messages.region, render: ({ regionName, clause }) => `${say(regionName)} · ${clause}` },
        { key: 'target', title: messages.target, render: ({ operator, value, upper, tierName }) => `${tierName ? `${say(tierName)} ` : ''}${operator} ${value ?? ''}${upper ? `–${upper}` : ''}` },
        { key: 'light', title: messages.value, render: ({ light }) => say(LIGHTS[light]) },
        { key: 'gap', title: messages.gap, align: 'end', render: ({ gap }) => gap ?? '—' },
        { key: 'distance', title: messages.distance, align: 'end', render: ({ distance }) => distance ?? '—' },
      ]}
    />
  );
}

const BARS_MAX = 20;

/** Sites with a value, the best first; what is only watched stands by name. */
function Ranking({ card: { sites, definition, targets } }: { card: IndicatorCard }) {
  const say = useText();
  const unitOf = useUnit();
  const known = sites.filter(({ value }) => value !== null);
  if (known.length < 2) return null;
  const shown = [...known].sort((a, b) => (definition.direction === 0 ? a.name.localeCompare(b.name, 'zh') : (a.rank ?? 0) - (b.rank ?? 0))).slice(0, BARS_MAX);
  const target = targets.find(({ tier, value }) => tier === null && value !== null);
  return (
    <Bars
      title={say(messages.ranking)} unit={unitOf(definition.unit)} items={shown.map(({ name, value }) => ({ name, value: Number(value) }))}
      {...(target === undefined ? {} : { target: { name: say(target.regionName), value: Number(target.value) } })}
    />
  );
}

function Sites({ card }: { card: IndicatorCard }) {
  const say = useText();
  const rows = [...card.sites].sort((a, b) => (a.rank ?? 9_999) - (b.rank ?? 9_999));
  return (
    <PlainTable
      caption={say(messages.sites)} rows={rows} rowKey={({ organisationId }) => organisationId} empty={messages.noData}
      columns={[
        { key: 'rank', title: messages.rank, align: 'end', render: ({ rank }) => rank ?? '—' },
        { key: 'site', title: messages.site, render: ({ name }) => name },
        { key: 'value', title: messages.value, align: 'end', render: ({ value }) => value ?? say(messages.notComputable) },
        { key: 'numerator', title: messages.numerator, align: 'end', render: ({ numerator }) => numerator ?? '—' },
        { key: 'denominator', title: messages.denominator, align: 'end', render: ({ denominator }) => denominator ?? '—' },
        ...(isMonth(card.current.period) && card.isFrozen ? [{ key: 'restate', title: messages.restate, render: (site: Site) => <RestateButton card={card} site={site} /> }] : []),
      ]}
    />
  );
}

type Site = IndicatorCard['sites'][number];

const isMonth = (period: string): boolean => /^\d{4}-\d{2}$/.test(period);

function RestateButton({ card, site }: { card: IndicatorCard; site: Site }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const { definition: { id }, current: { period } } = card;
  const key = `restate:${id}:${site.organisationId}`;
  const open = () => workspace.open({
    key, title: `${say(messages.restate)} ${id} ${site.name} ${period}`,
    content: <RestateForm indicatorId={id} organisationId={site.organisationId} month={period} numerator={site.numerator} denominator={site.denominator} onDone={() => workspace.close(key)} />,
  });
  return <AbilityButton size="small" ability={ability('indicators.close')} onClick={open}>{say(messages.restate)}</AbilityButton>;
}

function Restatements({ card }: { card: IndicatorCard }) {
  const say = useText();
  return (
    <PlainTable
      caption={say(messages.restatements)} rows={card.restatements} rowKey={({ at, organisationId, month }) => `${at}|${organisationId}|${month}`}
      columns={[
        { key: 'month', title: messages.month, render: ({ month }) => month },
        { key: 'old', title: messages.oldValue, render: ({ oldNumerator, oldDenominator }) => `${oldNumerator} / ${oldDenominator}` },
        { key: 'new', title: messages.newValue, render: ({ newNumerator, newDenominator }) => `${newNumerator} / ${newDenominator}` },
        { key: 'reason', title: messages.reason, render: ({ reason, subjectName }) => `${reason} · ${subjectName}` },
      ]}
    />
  );
}
