import { useMemo, useState } from 'react';
import { Select } from 'antd';
import { getCoverage } from '#modules/consortium/contract/grids.ts';
import { listOrganisationTree } from '#modules/consortium/contract/organisations.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getIndicatorMatrix, getReferralFlows } from '../../contract/views.ts';
import { Section, type SectionAsked } from '../cockpit/section.tsx';
import { messages } from '../messages.ts';
import { useSiteName } from '../organisations.tsx';
import { FlowMap } from './flow-map.tsx';
import { drawFlows, FLOWS_MAX, sharesOf, type Flow } from './flow-model.ts';

const COVERAGE = 'coverage';

interface FlowMapSectionProps {
  readonly asked: SectionAsked;
  readonly onSite: (organisationId: string) => void;
}

/** The county: sites by level, flows of referral, and its townships shaded by coverage or by one of the numbers. */
export function FlowMapSection({ asked, onSite }: FlowMapSectionProps) {
  const { period, organisationId } = asked;
  const { query: flows } = useKeptOperation(getReferralFlows, { period, ...(organisationId === undefined ? {} : { organisationId }) }, { keepPrevious: true });
  return <Answer query={flows}>{(found) => <Drawn asked={asked} found={found} onSite={onSite} />}</Answer>;
}

function Drawn({ asked, found, onSite }: FlowMapSectionProps & { found: ResultOf<typeof getReferralFlows> }) {
  const say = useText();
  const { query: coverage } = useKeptOperation(getCoverage, {}, { staleMs: 60_000 });
  const { query: tree } = useKeptOperation(listOrganisationTree, {}, { staleMs: 60_000 });
  // Townships are compared over the whole, whichever site is chosen.
  const { query: matrix } = useKeptOperation(getIndicatorMatrix, { list: asked.list, period: asked.period });
  const [shade, setShade] = useState(COVERAGE);
  const drawing = useMemo(() => (coverage.data && tree.data ? drawFlows({ coverage: coverage.data, nodes: tree.data.nodes, flows: found.flows }) : undefined), [coverage.data, tree.data, found.flows]);
  const leads = useMemo(() => new Map((coverage.data?.grids ?? []).map(({ id, leadOrganisationId }) => [id, leadOrganisationId])), [coverage.data]);
  const shades = shade === COVERAGE ? undefined : sharesOf((matrix.data?.sites ?? []).filter(({ organisationId }) => [...leads.values()].includes(organisationId)), shade);
  const options = [{ value: COVERAGE, label: say(messages.shadeCoverage) }, ...(matrix.data?.indicators ?? []).map(({ id, name }) => ({ value: id, label: `${id} ${say(name)}` }))];
  return (
    <Section title={`${say(messages.map)} · ${found.period}`} knownAt={found.knownAt} actions={<Select aria-label={say(messages.shade)} value={shade} options={options} onChange={setShade} style={{ minWidth: 200 }} />}>
      {drawing === undefined ? <p className="yg-quiet">{say(messages.noMap)}</p> : (
        <>
          <Legend shades={shades} isCoverage={shade === COVERAGE} />
          <FlowMap drawing={drawing} shades={shade === COVERAGE ? undefined : shades?.shares ?? new Map()} leads={leads} chosen={asked.organisationId} onSite={onSite} />
        </>
      )}
      <FlowTable flows={found.flows} />
    </Section>
  );
}

function Legend({ shades, isCoverage }: { shades: { low: number; high: number } | undefined; isCoverage: boolean }) {
  const say = useText();
  const covers = ['covered', 'uncovered', 'overlapping'] as const;
  return (
    <div className="yg-row cockpit-legend">
      {(['up', 'down', 'lateral'] as const).map((direction) => <span key={direction} className="yg-row"><svg width="26" height="10" aria-hidden><path d="M1,5 H25" strokeWidth={4} className={`cockpit-flow cockpit-flow-${direction}`} /></svg>{say(messages[direction])}</span>)}
      <span className="yg-quiet">{say(messages.widthByCount)}</span>
      {isCoverage && covers.map((cover) => <span key={cover} className="yg-row"><svg width="20" height="12" aria-hidden><rect width="20" height="12" className={`cockpit-area cockpit-area-${cover}`} /></svg>{say(messages[cover])}</span>)}
      {!isCoverage && (shades === undefined ? <span>{say(messages.noData)}</span> : <span className="yg-row">{shades.low}<span className="cockpit-ramp" aria-hidden />{shades.high}</span>)}
    </div>
  );
}

function FlowTable({ flows }: { flows: readonly Flow[] }) {
  const say = useText();
  const format = useFormat();
  const nameOf = useSiteName();
  return (
    <details className="yg-chart-table">
      <summary>{say(messages.flowTable, { total: flows.length, drawn: Math.min(flows.length, FLOWS_MAX) })}</summary>
      <PlainTable
        caption={say(messages.map)} rows={flows} rowKey={({ fromOrganisationId, toOrganisationId, direction }) => `${fromOrganisationId}|${toOrganisationId ?? ''}|${direction}`} empty={messages.noData}
        columns={[
          { key: 'from', title: messages.from, render: ({ fromOrganisationId }) => nameOf(fromOrganisationId) },
          { key: 'to', title: messages.to, render: ({ toOrganisationId }) => (toOrganisationId === null ? say(messages.outside) : nameOf(toOrganisationId)) },
          { key: 'direction', title: messages.direction, render: ({ direction }) => say(messages[direction]) },
          { key: 'count', title: messages.submitted, align: 'end', render: ({ submitted }) => format.number(submitted) },
        ]}
      />
    </details>
  );
}
