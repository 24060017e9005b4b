import { getMonitoring, type SignView } from '#platform/monitoring/contract.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { BackupsPanel } from './backups-panel.tsx';
import { DeadDeliveriesPanel } from './dead-deliveries-panel.tsx';
import { monitoringMessages } from './messages.ts';

const TONES = { good: 'done', watch: 'due', bad: 'overdue', unknown: 'neutral' } as const;
const MEGABYTE = 1024 * 1024;
const REFRESH_MS = 15_000;

/** How the platform runs, worst first. */
export function MonitoringPage() {
  const say = useText();
  const monitoring = useOperation(getMonitoring, {}, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  return (
    <>
      <PageHeader title={say(monitoringMessages.title)} subtitle={say(monitoringMessages.subtitle)} />
      {monitoring.error && <ProblemNotice problem={monitoring.error} onRetry={() => void monitoring.refetch()} />}
      {monitoring.data ? (
        <div className="yg-stack">
          <Panel title={say(monitoringMessages.signs)}>
            <div className="yg-stack"><Facts items={[{ label: say(monitoringMessages.version), value: monitoring.data.version }, { label: say(monitoringMessages.started), value: <TimeAgo at={monitoring.data.startedAt} /> }]} />
            <Signs signs={monitoring.data.signs} /></div>
          </Panel>
          <DeadDeliveriesPanel onChanged={() => void monitoring.refetch()} />
          <BackupsPanel />
          <Bars title={say(monitoringMessages.tables)} unit="MB" items={monitoring.data.tables.map(({ name, bytes }) => ({ name, value: Math.round((bytes / MEGABYTE) * 10) / 10 }))} />
        </div>
      ) : <Waiting />}
    </>
  );
}

const ORDER = ['bad', 'watch', 'unknown', 'good'] as const;

function Signs({ signs }: { signs: readonly SignView[] }) {
  const say = useText();
  const valueOf = useValue();
  const detailOf = useDetail();
  const narrow = useNarrow();
  const sorted = [...signs].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <PlainTable
      caption={say(monitoringMessages.signs)} rows={sorted} rowKey={(row) => row.name}
      columns={[
        { key: 'name', title: monitoringMessages.sign, width: 220, render: (row) => <>{say(monitoringMessages[row.name])}{narrow && <div className="yg-quiet">{detailOf(row)}</div>}</>, value: (row) => row.name },
        { key: 'state', title: monitoringMessages.state, width: 120, render: (row) => <StateTag tone={TONES[row.state]} text={say(monitoringMessages[row.state])} />, value: (row) => row.state },
        { key: 'value', title: monitoringMessages.value, width: 160, align: 'end', render: valueOf, value: (row) => row.value },
        { key: 'detail', title: monitoringMessages.detail, width: 260, onPhone: false, render: detailOf, value: (row) => row.detail },
      ]}
    />
  );
}

/** What stands beside the value; the last backup by its time. */
function useDetail(): (sign: SignView) => string {
  const say = useText();
  const format = useFormat();
  return ({ name, value, detail }) => {
    if (name === 'backup' || name === 'backup-outside') return value === null ? say(detail === null ? monitoringMessages.noBackupYet : monitoringMessages.noBackup) : format.dateTime(detail ?? '');
    if (detail === null) return '';
    if (name === 'mllp' || name === 'dicom') {
      const [setting = '', code] = detail.split(' ');
      return value === null ? say(monitoringMessages.listenerOff, { setting }) : say(code === 'EADDRINUSE' ? monitoringMessages.portTaken : monitoringMessages.portFailed, { port: String(value), setting, code: code ?? '' });
    }
    if (name === 'connections') return say(monitoringMessages.ofMost, { most: detail.replace(/\D/g, '') });
    return name === 'disk' ? say(monitoringMessages.ofDisk, { share: detail }) : detail;
  };
}

function useValue(): (sign: SignView) => string {
  const format = useFormat();
  return ({ value, unit }) => {
    if (value === null) return '—';
    if (unit === 'port') return String(value);
    if (unit === 'bytes') return `${format.number(Math.round(value / MEGABYTE))} MB`;
    return unit === 'seconds' ? format.span(value * 1000) : format.number(value);
  };
}
