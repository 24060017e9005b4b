import { Button, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { FileButton } from '#platform/web/client/file-button.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useNow } from '#platform/web/text/use-now.ts';
import { useText } from '#platform/web/text/messages.ts';
import { exportIndicators, getCockpit } from '../contract/operations.ts';
import { CardPanel } from './card-panel.tsx';
import { LISTS, type IndicatorList } from './lists.ts';
import { messages } from './messages.ts';
import { SiteSelect } from './organisations.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { Slides } from './slides.tsx';
import { Tile } from './tile.tsx';
import './cockpit.css';

const FORMS = ['pdf', 'sheet', 'adx', 'json'] as const;

/** The numbers that the offices steer by; list, period and layout stand in the address. */
export function CockpitPage() {
  const say = useText();
  const workspace = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const list: IndicatorList = LISTS.find((each) => each === address.get('list')) ?? 'county-14';
  const asked = address.get('period');
  const period = asked !== null && /^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$/.test(asked) ? asked : undefined;
  const isLarge = address.get('view') === 'large';
  const slide = /^\d{1,3}$/.test(address.get('slide') ?? '') ? Number(address.get('slide')) : undefined;
  const organisationId = address.get('organisation') ?? undefined;
  const now = useNow();
  const put = (name: string, value: string | undefined) => setAddress((before) => {
    const after = new URLSearchParams(before);
    if (value === undefined) after.delete(name);
    else after.set(name, value);
    return after;
  });
  const input = { list, ...(period === undefined ? {} : { period }), ...(organisationId === undefined ? {} : { organisationId }) };
  const cockpit = useOperation(getCockpit, input);
  return (
    <div className={isLarge ? 'yg-present' : undefined}>
      <PageHeader
        title={say(messages.cockpit)} subtitle={say(messages.subtitle)}
        actions={
          <>
            {FORMS.map((form) => <FileButton key={form} title={messages[form]} load={() => call(exportIndicators, { ...input, form })} />)}
            <Button onClick={() => window.print()}>{say(messages.print)}</Button>
            <Button onClick={() => put('slide', '0')}>{say(messages.slides)}</Button>
            <Button onClick={() => put('view', isLarge ? undefined : 'large')}>{say(isLarge ? messages.edit : messages.present)}</Button>
          </>
        }
      />
      <div className="yg-row yg-print-hidden">
        <Select aria-label={say(messages.list)} value={list} style={{ minWidth: 180 }} options={LISTS.map((value) => ({ value, label: say(messages[value]) }))} onChange={(value) => put('list', value)} />
        <Answer query={cockpit}>{(found) => <PeriodChoice value={found.period} now={now} onChange={(chosen) => put('period', chosen)} />}</Answer>
        <div style={{ minWidth: 240 }}><SiteSelect label={say(messages.site)} {...(organisationId === undefined ? {} : { value: organisationId })} onChange={(chosen) => put('organisation', chosen)} /></div>
      </div>
      <Answer query={cockpit}>
        {(found) => (slide === undefined ? (
          <div className="yg-tiles">
            {found.tiles.map((tile) => (
              <Tile key={tile.definition.id} tile={tile} onOpen={() => workspace.open({ key: `indicator:${tile.definition.id}`, title: `${tile.definition.id} ${say(tile.definition.name)}`, content: <CardPanel indicatorId={tile.definition.id} period={period} organisationId={organisationId} /> })} />
            ))}
          </div>
        ) : <Slides tiles={found.tiles} at={Math.min(slide, found.tiles.length - 1)} onGo={(to) => put('slide', String(to))} onEnd={() => put('slide', undefined)} />)}
      </Answer>
    </div>
  );
}
