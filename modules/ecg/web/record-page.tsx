import { FileOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useParams } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { FileButton } from '#platform/web/client/file-button.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getEcgOriginal, getEcgRecord, printEcg } from '../contract.ts';
import type { EcgDetail } from '../contract/records.ts';
import './ecg.css';
import { MatchPanel } from './match-panel.tsx';
import { MeasuresPanel } from './measures-panel.tsx';
import { FORMATS, messages, WARNINGS } from './messages.ts';
import { PaperPanel } from './paper-panel.tsx';

export function EcgRecordPage() {
  const { id = '' } = useParams();
  const record = useOperation(getEcgRecord, { id });
  return <Answer query={record}>{(detail) => <EcgRecord key={detail.record.id} detail={detail} />}</Answer>;
}

function EcgRecord({ detail }: { detail: EcgDetail }) {
  const say = useText();
  const format = useFormat();
  const { record, strips } = detail;
  const who = [record.patientName, record.patientSex === 'male' ? say({ zh: '男', en: 'M' }) : record.patientSex === 'female' ? say({ zh: '女', en: 'F' }) : '', record.patientAge].filter((part) => part !== null && part !== '').join(' · ');
  const openOriginal = async (): Promise<void> => saveFile(await call(getEcgOriginal, { id: record.id }));
  const when = record.recordedAt?.replace('T', ' ').slice(0, 16) ?? format.time(record.storedAt);
  return (
    <>
      <PageHeader
        title={`${say(messages.record)} · ${who === '' ? record.fileName : who}`} subtitle={<span className="yg-number">{when}</span>} back={{ to: '/ecg/records', label: say(messages.title) }}
        actions={<><Button icon={<FileOutlined aria-hidden />} onClick={() => void openOriginal()}>{say(messages.original)}</Button>{strips.length > 0 && <FileButton title={messages.printPdf} load={() => call(printEcg, { id: record.id })} />}<Button type="primary" icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>{say(messages.print)}</Button></>}
      />
      <div className="yg-stack">
        {detail.warnings.length > 0 && <div className="yg-row">{detail.warnings.map((warning) => <StateTag key={warning} tone="due" text={say(WARNINGS[warning] ?? { zh: warning, en: warning })} />)}</div>}
        {strips.length === 0 ? <Panel title={say(messages.paper)}><p>{say(messages.noWaveform)}</p></Panel> : <PaperPanel detail={detail} when={when} />}
        <div className="ecg-columns">
          <MeasuresPanel detail={detail} />
          <About detail={detail} />
        </div>
      </div>
    </>
  );
}

function About({ detail: { record, statements, filters } }: { detail: EcgDetail }) {
  const say = useText();
  const hertz = (value: number | null): string => (value === null ? '—' : `${value} Hz`);
  return (
    <div className="yg-stack">
      {statements.length > 0 && <Panel title={say(messages.statements)}><ul>{statements.map((text) => <li key={text}>{text}</li>)}</ul></Panel>}
      <Panel title={say(messages.device)}>
        <Facts items={[
          { label: say(messages.device), value: record.device }, { label: say(messages.format), value: `${say(FORMATS[record.format] ?? { zh: record.format, en: record.format })} ${record.version ?? ''}` },
          { label: say(messages.leads), value: record.leadNames.join(' '), wide: true }, { label: 'Hz', value: record.sampleRate }, { label: say(messages.order), value: record.orderNumber },
          { label: say({ zh: '设备滤波', en: 'Filters of the device' }), value: `${hertz(filters.highPass)} – ${hertz(filters.lowPass)} · ${hertz(filters.notch)}` }, { label: 'SHA-256', value: <span className="yg-number">{record.sha256.slice(0, 16)}…</span> },
        ]} />
      </Panel>
      <MatchPanel record={record} />
    </div>
  );
}
