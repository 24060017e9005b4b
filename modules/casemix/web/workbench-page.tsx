import { Input, InputNumber, Select } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { normaliseInput } from '#platform/kernel/text.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { tryGrouping } from '../contract/discharges.ts';
import { GroupingAnswer } from './grouping-answer.tsx';
import { messages } from './messages.ts';
import './casemix.css';

interface Page {
  readonly diagnoses: string;
  readonly procedures: string;
  readonly sex: '1' | '2';
  readonly ageYears: number | null;
  readonly ageDays: number | null;
  readonly birthWeightG: number | null;
  readonly losDays: number | null;
  readonly dischargeWay: string;
}

const BLANK: Page = { diagnoses: '', procedures: '', sex: '1', ageYears: 60, ageDays: null, birthWeightG: null, losDays: null, dischargeWay: '1' };
const CODES_MAX = 41;
const codesOf = (text: string): string[] => text.split(/[\n,，;；、\s]+/).map((code) => normaliseInput(code).slice(0, 40)).filter((code) => code !== '').slice(0, CODES_MAX);

/** Groups while the front page is still being written; nothing is stored. */
export function WorkbenchPage() {
  const say = useText();
  const [page, setPage] = useState(BLANK);
  const [scheme, setScheme] = useState<'drg' | 'dip'>('drg');
  const settled = useDeferredValue(page);
  const change = (part: Partial<Page>) => setPage((before) => ({ ...before, ...part }));
  const codes = codesOf(settled.diagnoses);
  const { diagnoses: _diagnoses, procedures, ...rest } = settled;
  const query = useOperation(tryGrouping, { scheme, ...rest, diagnoses: codes, procedures: codesOf(procedures) }, { enabled: codes.length > 0, keepPrevious: true });
  return (
    <>
      <PageHeader title={say(messages.workbench)} />
      <div className="casemix-columns">
        <PageForm page={page} change={change} scheme={scheme} onScheme={setScheme} />
        {codes.length > 0 ? <Answer query={query}>{(answer) => <GroupingAnswer answer={answer} />}</Answer> : <Panel title={say(messages.result)}><Empty title={say(messages.noCodes)} next={say(messages.noCodesNext)} /></Panel>}
      </div>
    </>
  );
}

interface FormProps {
  readonly page: Page;
  readonly change: (part: Partial<Page>) => void;
  readonly scheme: 'drg' | 'dip';
  readonly onScheme: (scheme: 'drg' | 'dip') => void;
}

function PageForm({ page, change, scheme, onScheme }: FormProps) {
  const say = useText();
  const number = (key: 'ageYears' | 'ageDays' | 'birthWeightG' | 'losDays', max: number) => <InputNumber aria-label={say(LABELS[key])} min={0} max={max} precision={0} value={page[key]} onChange={(value) => change({ [key]: value })} />;
  return (
    <Panel title={say(messages.tried)}>
      <div className="yg-stack">
        <Labelled label={say(messages.diagnoses)}><Input.TextArea aria-label={say(messages.diagnoses)} rows={5} placeholder={say(messages.oneALine)} value={page.diagnoses} onChange={(event) => change({ diagnoses: event.target.value })} /></Labelled>
        <Labelled label={say(messages.procedures)}><Input.TextArea aria-label={say(messages.procedures)} rows={3} placeholder={say(messages.oneALine)} value={page.procedures} onChange={(event) => change({ procedures: event.target.value })} /></Labelled>
        <div className="yg-row">
          <Labelled label={say(messages.scheme)}><Select aria-label={say(messages.scheme)} value={scheme} onChange={onScheme} options={[{ value: 'drg', label: 'DRG' }, { value: 'dip', label: 'DIP' }]} /></Labelled>
          <Labelled label={say(messages.sex)}><Select aria-label={say(messages.sex)} value={page.sex} onChange={(sex) => change({ sex })} options={[{ value: '1', label: say(messages.male) }, { value: '2', label: say(messages.female) }]} /></Labelled>
          <Labelled label={say(messages.age)}>{number('ageYears', 150)}</Labelled>
          {page.ageYears === 0 && <Labelled label={say(messages.ageDays)}>{number('ageDays', 366)}</Labelled>}
          {page.ageYears === 0 && <Labelled label={say(messages.birthWeight)}>{number('birthWeightG', 20000)}</Labelled>}
          <Labelled label={say(messages.days)}>{number('losDays', 10000)}</Labelled>
          <Labelled label={say(messages.dischargeWay)}><Select aria-label={say(messages.dischargeWay)} value={page.dischargeWay} onChange={(dischargeWay) => change({ dischargeWay })} options={Object.entries(WAYS).map(([value, words]) => ({ value, label: `${value} ${say(words)}` }))} popupMatchSelectWidth={false} className="casemix-way" /></Labelled>
        </div>
      </div>
    </Panel>
  );
}

/** RC019 of the front page of an inpatient record. */
const WAYS = { 1: messages.wayHome, 2: messages.wayHospital, 3: messages.wayPrimary, 4: messages.wayAgainst, 5: messages.wayDied, 9: messages.wayOther } as const;
const LABELS = { ageYears: messages.age, ageDays: messages.ageDays, birthWeightG: messages.birthWeight, losDays: messages.days } as const;

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <div className="yg-quiet">{label}</div>
      {children}
    </div>
  );
}
