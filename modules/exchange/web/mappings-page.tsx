import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
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
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { getMapping, listMappings, previewMapping, saveMapping } from '../contract/mappings.ts';
import { MappingPreview } from './mapping-preview.tsx';
import { messages } from './messages.ts';

/** A message to begin with, in the language of the screen. */
const SAMPLES: Readonly<Record<Language, string>> = {
  zh: 'MSH|^~\\&|HIS|县医院|YIGONG||20261122103000||ADT^A04|SAMPLE-1|P|2.5.1||||||UNICODE UTF-8\nEVN|A04|20261122103000\nPID|1||MZ0001^^^县医院^MR||测试居民||19580612|M|||示例路 1 号||13900000000^PRN^CP\nPV1|1|O|内科门诊',
  en: 'MSH|^~\\&|HIS|COUNTY|YIGONG||20261122103000||ADT^A04|SAMPLE-1|P|2.5.1||||||UNICODE UTF-8\nEVN|A04|20261122103000\nPID|1||MZ0001^^^COUNTY^MR||Sample^Resident||19580612|M|||1 Example Road||13900000000^PRN^CP\nPV1|1|O|MED',
};

/** Rules on the left, a sample below, what it becomes on the right: nothing is kept until it is saved as a new version. */
export function MappingsPage() {
  const say = useText();
  const [name, setName] = useState('adt');
  const list = useOperation(listMappings, {});
  const mapping = useOperation(getMapping, { name });
  const options = (list.data?.rows ?? []).map((row) => ({ value: row.name, label: `${row.name} · ${say(row.title)} · ${row.versionNo === 0 ? say(messages.shipped) : `${say(messages.version)} ${row.versionNo}`}` }));
  return (
    <>
      <PageHeader title={say(messages.mappings)} actions={<Select aria-label={say(messages.choose)} value={name} options={options} onChange={setName} style={{ minWidth: 320 }} />} />
      <Answer query={mapping}>{(found) => <MappingDesk key={`${found.name}-${found.versionNo}`} mapping={found} />}</Answer>
    </>
  );
}

function MappingDesk({ mapping }: { mapping: ResultOf<typeof getMapping> }) {
  const say = useText();
  const { may } = useSession();
  const ask = useConfirmReason();
  const save = useCommand(saveMapping);
  const [text, setText] = useState(mapping.text);
  const [message, setMessage] = useState(SAMPLES[useLanguage()]);
  const [preview, setPreview] = useState<ResultOf<typeof previewMapping>>();
  const [problem, setProblem] = useState<ProblemError>();
  const tryIt = async (): Promise<void> => {
    setProblem(undefined);
    try {
      setPreview(await call(previewMapping, { message, name: mapping.name, text }));
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
      else throw error;
    }
  };
  const keep = async (): Promise<void> => {
    const note = await ask({ title: say(messages.save), verb: say(messages.save), reasonLengthMin: 2 });
    if (note !== undefined && (await save.run({ name: mapping.name, text, note, basedOn: mapping.versionNo })) !== undefined) toast(say(messages.saved));
  };
  const shown = problem ?? save.problem;
  return (
    <>
      <Panel title={say(messages.sample)} actions={<Space><Button type="primary" onClick={() => void tryIt()}>{say(messages.tryIt)}</Button>{may('exchange.save-mapping') ? <Button onClick={() => void keep()}>{say(messages.save)}</Button> : null}</Space>}>
        <Input.TextArea aria-label={say(messages.sample)} value={message} onChange={(event) => setMessage(event.target.value)} rows={6} style={{ fontFamily: 'monospace' }} />
      </Panel>
      {shown === undefined ? null : <ProblemNotice problem={shown} showDetails />}
      {preview === undefined ? null : <MappingPreview preview={preview} />}
      <Panel title={say(messages.rules)}>
        <Input.TextArea aria-label={say(messages.rules)} value={text} onChange={(event) => setText(event.target.value)} rows={24} style={{ fontFamily: 'monospace' }} />
      </Panel>
    </>
  );
}
