import { useState } from 'react';
import { Button } from 'antd';
import { call } from '#platform/web/client/call.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useKeptOperation } from '#platform/web/offline/use-kept-operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { exportIndicators, getCockpit, type Tile as TileData } from '../../contract/operations.ts';
import { AlertStrip } from '../alerts/alert-strip.tsx';
import { CardPanel } from '../card-panel.tsx';
import type { IndicatorList } from '../lists.ts';
import { FlowMapSection } from '../map/flow-map-section.tsx';
import { messages } from '../messages.ts';
import { useCockpitAddress, type CockpitAddress } from './address.ts';
import { ArrangeBar, Cards } from './cards.tsx';
import { Filters } from './filters.tsx';
import { Funnel } from './funnel.tsx';
import { InSight } from './in-sight.tsx';
import { Matrix } from './matrix.tsx';
import { Slides } from './slides.tsx';
import { useArrangement } from './use-arrangement.ts';
import './cockpit.css';

/** A wall shows this page for days. */
const REFRESH_MS = 60_000;
const FORMS = ['pdf', 'sheet', 'adx', 'json'] as const;

/** The numbers that the offices steer by; list, period, site and layout stand in the address. */
export function CockpitPage() {
  const say = useText();
  const format = useFormat();
  const address = useCockpitAddress();
  const { list, period, organisationId, view, put } = address;
  const input = { list, ...(period === undefined ? {} : { period }), ...(organisationId === undefined ? {} : { organisationId }) };
  const { query: cockpit, keptAt } = useKeptOperation(getCockpit, input, { keepPrevious: true, refreshEveryMs: REFRESH_MS });
  const found = cockpit.data;
  return (
    <div className={view === 'large' ? 'yg-present' : undefined}>
      <PageHeader
        title={say(messages.cockpit)} subtitle={say(messages.subtitle)}
        actions={
          <>
            {FORMS.map((form) => <Export key={form} form={form} input={input} />)}
            <Button onClick={() => window.print()}>{say(messages.print)}</Button>
            <Button onClick={() => put('slide', '0')}>{say(messages.slides)}</Button>
            <Button aria-pressed={view === 'edit'} onClick={() => put('view', view === 'edit' ? undefined : 'edit')}>{say(messages.arrange)}</Button>
            <Button onClick={() => put('view', view === 'large' ? undefined : 'large')}>{say(view === 'large' ? messages.edit : messages.present)}</Button>
          </>
        }
      />
      <Filters address={address} period={found?.period} />
      {keptAt !== undefined && <p className="yg-notice" role="status">{say(messages.asOf, { at: format.dateTime(keptAt) })}</p>}
      <AlertStrip />
      {found === undefined ? <Answer query={cockpit}>{() => null}</Answer> : <Board found={found} address={address} />}
    </div>
  );
}

function Board({ found, address }: { found: ResultOf<typeof getCockpit>; address: CockpitAddress }) {
  const say = useText();
  const workspace = useWorkspace();
  const { list, period, organisationId, view, slide, put } = address;
  const arranging = useArrangement(list);
  const open = ({ definition }: Pick<TileData, 'definition'>) => workspace.open({
    key: `indicator:${definition.id}`, title: `${definition.id} ${say(definition.name)}`, content: <CardPanel indicatorId={definition.id} period={period} organisationId={organisationId} />,
  });
  if (slide !== undefined) return <Slides tiles={found.tiles} at={Math.min(slide, found.tiles.length - 1)} onGo={(to) => put('slide', String(to))} onEnd={() => put('slide', undefined)} />;
  const isShown = (section: string): boolean => !arranging.arrangement.hidden.includes(section);
  const asked = { list, period: found.period, ...(organisationId === undefined ? {} : { organisationId }) };
  return (
    <div className="yg-stack">
      {view === 'edit' && <ArrangeBar tiles={found.tiles} arranging={arranging} onEnd={() => put('view', undefined)} />}
      <Cards tiles={found.tiles} arranging={arranging} isEditing={view === 'edit'} onOpen={open} />
      {isShown('map') && <InSight height={420}><FlowMapSection asked={asked} onSite={(id) => put('organisation', id)} /></InSight>}
      {isShown('funnel') && <InSight height={180}><Funnel asked={asked} /></InSight>}
      {isShown('matrix') && <InSight height={320}><Matrix asked={asked} onOpen={open} onSite={(id) => put('organisation', id)} /></InSight>}
    </div>
  );
}

function Export({ form, input }: { form: (typeof FORMS)[number]; input: { list: IndicatorList; period?: string; organisationId?: string } }) {
  const say = useText();
  const [loading, setLoading] = useState(false);
  const download = async () => {
    setLoading(true);
    try {
      saveFile(await call(exportIndicators, { ...input, form }));
    } finally {
      setLoading(false);
    }
  };
  return <Button loading={loading} onClick={() => void download()}>{say(messages[form])}</Button>;
}
