import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '#platform/web/client/call.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemError } from '#platform/web/client/problem-error.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useLanguage, type Language } from '#platform/web/text/language.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { getMapping, listMappings, previewMapping, previewOutgoing, saveMapping, type MappingLine } from '../contract/mappings.ts';
import { MappingPreview, OutgoingPreview } from './mapping-preview.tsx';
import { messages } from './messages.ts';
import './exchange.css';

/** A message to begin with, in the language of the screen. */
const SAMPLES: Readonly<Record<Language, string>> = {
  zh: 'MSH|^~\\&|HIS|县医院|YIGONG||20261122103000||ADT^A04|SAMPLE-1|P|2.5.1||||||UNICODE UTF-8\nEVN|A04|20261122103000\nPID|1||MZ0001^^^县医院^MR||测试居民||19580612|M|||示例路 1 号||13900000000^PRN^CP\nPV1|1|O|内科门诊',
  en: 'MSH|^~\\&|HIS|COUNTY|YIGONG||20261122103000||ADT^A04|SAMPLE-1|P|2.5.1||||||UNICODE UTF-8\nEVN|A04|20261122103000\nPID|1||MZ0001^^^COUNTY^MR||Sample^Resident||19580612|M|||1 Example Road||13900000000^PRN^CP\nPV1|1|O|MED',
};

const PERSON = { zh: { text: '测试居民', city: '望川' }, en: { text: 'Sample Resident', city: 'Wangchuan' } } as const;
/** Resources to begin with: a person, a visit, a report with a result, an order, an appointment. */
const resourcesOf = (language: Language): string => JSON.stringify([
  { resourceType: 'Patient', id: 'sample', name: [{ text: PERSON[language].text }], gender: 'male', birthDate: '1958-06-12', telecom: [{ system: 'phone', value: '13900000000' }], address: [{ city: PERSON[language].city }] },
  { resourceType: 'Encounter', id: 'visit-1', status: 'in-progress', class: { code: 'IMP' }, period: { start: '2026-11-22T10:30:00+08:00' } },
  { resourceType: 'DiagnosticReport', id: 'report-1', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '24323-8', display: 'CMP' }] }, effectiveDateTime: '2026-11-22T10:30:00+08:00', conclusion: 'OK' },
  { resourceType: 'Observation', id: 'result-1', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2160-0', display: 'Creatinine' }] }, valueQuantity: { value: 88, unit: 'umol/L' }, referenceRange: [{ low: { value: 57 }, high: { value: 97 } }] },
  { resourceType: 'ServiceRequest', id: 'order-1', status: 'active', priority: 'routine', code: { coding: [{ system: 'http://loinc.org', code: '24627-2', display: 'CT chest' }] } },
  { resourceType: 'Appointment', id: 'slot-1', status: 'booked', start: '2026-11-23T09:00:00+08:00', end: '2026-11-23T09:15:00+08:00', minutesDuration: 15 },
], null, 1);

/** Both directions: rules below, a sample above, what it becomes between; nothing is kept until it is saved as a new version. The mapping stands in the address. */
export function MappingsPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const name = address.get('name') ?? 'adt';
  const list = useOperation(listMappings, {});
  const mapping = useOperation(getMapping, { name });
  const line = (row: MappingLine) => ({ value: row.name, label: `${row.name} · ${say(row.title)} · ${row.versionNo === 0 ? say(messages.shipped) : `${say(messages.version)} ${row.versionNo}`}` });
  const rows = list.data?.rows ?? [];
  const options = (['in', 'out'] as const).map((direction) => ({ label: say(direction === 'in' ? messages.incomingMaps : messages.outgoingMaps), options: rows.filter((row) => row.direction === direction).map(line) }));
  return (
    <>
      <PageHeader title={say(messages.mappings)} actions={<Select aria-label={say(messages.choose)} value={name} options={options} onChange={(value) => setAddress({ name: value }, { replace: true })} className="exchange-choose" />} />
      <Answer query={mapping}>{(found) => <MappingDesk key={`${found.name}-${found.versionNo}`} mapping={found} />}</Answer>
    </>
  );
}

type Mapping = ResultOf<typeof getMapping>;
type Shown = { readonly received: ResultOf<typeof previewMapping> } | { readonly composed: ResultOf<typeof previewOutgoing> };

function MappingDesk({ mapping }: { mapping: Mapping }) {
  const say = useText();
  const { may } = useSession();
  const ask = useConfirmReason();
  const save = useCommand(saveMapping);
  const language = useLanguage();
  const isOut = mapping.direction === 'out';
  const [text, setText] = useState(mapping.text);
  const [event, setEvent] = useState(mapping.messages[0] ?? '');
  const [sample, setSample] = useState(isOut ? resourcesOf(language) : SAMPLES[language]);
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<ProblemError>();
  const tryIt = async (): Promise<void> => {
    setProblem(undefined);
    try {
      setShown(isOut ? { composed: await call(previewOutgoing, { resources: sample, event, text }) } : { received: await call(previewMapping, { message: sample, name: mapping.name, text }) });
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
      else throw error;
    }
  };
  const keep = async (): Promise<void> => {
    const note = await ask({ title: say(messages.save), verb: say(messages.save), reasonLengthMin: 2 });
    if (note !== undefined && (await save.run({ name: mapping.name, text, note, basedOn: mapping.versionNo })) !== undefined) toast(say(messages.saved));
  };
  const fault = problem ?? save.problem;
  const title = say(isOut ? messages.sampleResources : messages.sample);
  return (
    <div className="yg-stack">
      <Panel
        title={title}
        actions={
          <Space wrap>
            {isOut && <Select aria-label={say(messages.event)} value={event} onChange={setEvent} options={mapping.messages.map((value) => ({ value, label: value }))} className="exchange-event" />}
            <Button type="primary" onClick={() => void tryIt()}>{say(messages.tryIt)}</Button>
            {may('exchange.save-mapping') ? <Button onClick={() => void keep()}>{say(messages.save)}</Button> : null}
          </Space>
        }
      >
        <Input.TextArea aria-label={title} value={sample} onChange={(change) => setSample(change.target.value)} rows={isOut ? 10 : 6} className="exchange-code" />
      </Panel>
      {fault === undefined ? null : <ProblemNotice problem={fault} showDetails />}
      {shown === undefined ? null : 'received' in shown ? <MappingPreview preview={shown.received} /> : <OutgoingPreview preview={shown.composed} />}
      <Panel title={say(messages.rules)}>
        <Input.TextArea aria-label={say(messages.rules)} value={text} onChange={(change) => setText(change.target.value)} rows={24} className="exchange-code" />
      </Panel>
      <Versions mapping={mapping} />
    </div>
  );
}

/** Every version stays: who changed what and why. */
function Versions({ mapping }: { mapping: Mapping }) {
  const say = useText();
  const format = useFormat();
  if (mapping.versions.length === 0) return null;
  return (
    <Panel title={say(messages.versions)}>
      <ol reversed>{mapping.versions.map((each) => <li key={each.versionNo} value={each.versionNo}>{format.dateTime(each.savedAt)} · {each.savedByName} · {each.note}</li>)}</ol>
    </Panel>
  );
}
