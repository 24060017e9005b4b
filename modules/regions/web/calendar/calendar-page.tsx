import { LeftOutlined, RightOutlined, UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { chinaDate } from '#platform/kernel/period.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useRoomAbility } from '#platform/web/state/use-ability.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getCalendarYear, type CalendarYear, type DayKind } from '../../contract/calendar.ts';
import { contract } from '../../contract.ts';
import { LoadCalendarForm } from './load-calendar-form.tsx';
import { calendarMessages as words } from './messages.ts';
import { MonthGrid } from './month-grid.tsx';
import '../regions.css';

const TONES = { law: 'done', off: 'waiting', worked: 'due' } as const satisfies Record<DayKind, string>;

/** Which days of a year are worked, why, and where that is written. */
export function CalendarPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const year = yearOf(address.get('year'));
  const calendar = useOperation(getCalendarYear, { year }, { keepPrevious: true });
  const show = (wanted: number) => setAddress({ year: String(wanted) }, { replace: true });
  return (
    <>
      <PageHeader title={`${say(words.title)} · ${year}`} subtitle={say(words.subtitle)} actions={<Actions year={year} onShow={show} />} />
      <Answer query={calendar}>
        {(data) => (
          <div className="yg-stack">
            <About calendar={data} />
            <Panel title={say(words.months)}><MonthGrid calendar={data} /></Panel>
            <Panel title={say(words.list)}><DayList calendar={data} /></Panel>
            {data.notices.length > 0 && <Panel title={say(words.versions)}><Versions calendar={data} /></Panel>}
          </div>
        )}
      </Answer>
    </>
  );
}

const yearOf = (given: string | null): number => (given !== null && /^20\d\d$/.test(given) ? Number(given) : Number(chinaDate(new Date()).slice(0, 4)));

function Actions({ year, onShow }: { year: number; onShow: (year: number) => void }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useRoomAbility(contract.permissions);
  const key = `load-calendar:${year}`;
  const done = (loaded: number) => {
    workspace.close(key);
    onShow(loaded);
  };
  return (
    <>
      <Button icon={<LeftOutlined aria-hidden />} aria-label={say(words.former)} title={say(words.former)} disabled={year <= 2000} onClick={() => onShow(year - 1)} />
      <Button icon={<RightOutlined aria-hidden />} aria-label={say(words.next)} title={say(words.next)} disabled={year >= 2099} onClick={() => onShow(year + 1)} />
      <AbilityButton type="primary" icon={<UploadOutlined aria-hidden />} ability={ability('regions.load-calendar')} onClick={() => workspace.open({ key, title: say(words.load), content: <LoadCalendarForm year={year} onDone={done} /> })}>
        {say(words.load)}
      </AbilityButton>
    </>
  );
}

function About({ calendar }: { calendar: CalendarYear }) {
  const say = useText();
  const [current] = calendar.notices;
  const total = calendar.workingDays.reduce((sum, count) => sum + count, 0);
  return (
    <Panel title={say(words.inForce)}>
      {!calendar.lunarKnown && <p><StateTag tone="due" text={say(words.lunarUnknown)} /></p>}
      <Facts items={[
        { label: say(words.sourceShort), value: current === undefined ? say(words.none) : `${current.source} · ${say(words.version)} ${current.version}` },
        { label: say(words.workingDays), value: say(words.days, { count: total }) },
      ]} />
    </Panel>
  );
}

function DayList({ calendar }: { calendar: CalendarYear }) {
  const say = useText();
  const weekdays = say(words.weekdays).split(',');
  return (
    <PlainTable
      caption={say(words.list)} rows={calendar.days} rowKey={({ day }) => day} empty={words.noDays}
      columns={[
        { key: 'day', title: words.date, render: ({ day }) => day },
        { key: 'weekday', title: words.weekday, render: ({ day }) => weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] },
        { key: 'kind', title: words.arrangement, render: ({ kind }) => <StateTag tone={TONES[kind]} text={say(words[kind])} /> },
        { key: 'name', title: words.name, render: ({ name, festival }) => name ?? (festival === null ? '—' : say(words[festival])) },
      ]}
    />
  );
}

function Versions({ calendar }: { calendar: CalendarYear }) {
  const say = useText();
  const [current] = calendar.notices;
  return (
    <PlainTable
      caption={say(words.versions)} rows={calendar.notices} rowKey={({ version }) => String(version)}
      columns={[
        { key: 'version', title: words.version, render: (row) => `${row.version}${row === current ? ` · ${say(words.current)}` : ''}` },
        { key: 'source', title: words.sourceShort, render: ({ source }) => source },
        { key: 'off', title: words.off2, align: 'end', render: ({ daysOff }) => daysOff },
        { key: 'worked', title: words.worked2, align: 'end', render: ({ daysWorked }) => daysWorked },
        { key: 'by', title: words.loadedBy, render: ({ loadedBy }) => loadedBy },
        { key: 'at', title: words.loadedAt, render: ({ loadedAt }) => <TimeAgo at={loadedAt} /> },
      ]}
    />
  );
}
