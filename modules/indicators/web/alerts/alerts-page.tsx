import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Segments } from '#platform/web/form/segments.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { alertStates, listIndicatorAlerts, type AlertState } from '../../contract/alerts.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { AlertCard } from './alert-card.tsx';
import { BandForm } from './band-form.tsx';
import { BandTable } from './band-table.tsx';
import '../cockpit/cockpit.css';

const PAGE = 100;

/** Values that left their band: each is somebody's until it is closed. */
export function AlertsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const [address, setAddress] = useSearchParams();
  const of = address.get('of') === 'all' ? 'all' : 'me';
  const state = alertStates.find((each) => each === address.get('state'));
  const alerts = useOperation(listIndicatorAlerts, { of, limit: PAGE, ...(state === undefined ? {} : { state }) }, { keepPrevious: true });
  const put = (next: { of: 'me' | 'all'; state: AlertState | undefined }) => setAddress({ of: next.of, ...(next.state === undefined ? {} : { state: next.state }) });
  const key = 'set-indicator-band';
  const set = () => workspace.open({ key, title: say(messages.setBand), content: <BandForm onDone={() => workspace.close(key)} /> });
  return (
    <>
      <PageHeader title={say(messages.alerts)} subtitle={say(messages.alertsSubtitle)} actions={<AbilityButton type="primary" ability={ability('indicators.watch')} onClick={set}>{say(messages.setBand)}</AbilityButton>} />
      <div className="yg-stack">
        <div className="yg-row">
          <Segments value={of} options={[{ value: 'me', label: say(messages.forMe) }, { value: 'all', label: say(messages.forAll) }]} onChange={(to) => put({ of: to === 'all' ? 'all' : 'me', state })} />
          <Segments value={state ?? ''} options={[{ value: '', label: say(messages.all) }, ...alertStates.map((value) => ({ value, label: say(messages[value]) }))]} onChange={(to) => put({ of, state: alertStates.find((each) => each === to) })} />
        </div>
        <Answer query={alerts}>
          {({ rows, total }) => (rows.length === 0 ? <Empty title={say(messages.noAlerts)} next={say(messages.noAlertsNext)} /> : (
            <div className="yg-stack">
              {rows.map((alert) => <AlertCard key={alert.id} alert={alert} />)}
              {total > rows.length && <p className="yg-quiet">{say(messages.moreAlerts, { shown: rows.length, total })}</p>}
            </div>
          ))}
        </Answer>
        <Panel title={say(messages.bands)}><BandTable /></Panel>
      </div>
    </>
  );
}
