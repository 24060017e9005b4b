import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getEcgRecord } from '../contract.ts';
import type { EcgDetail } from '../contract/records.ts';
import { PaperControls } from './controls.tsx';
import './ecg.css';
import { messages } from './messages.ts';
import { EcgPaper, type PaperView } from './paper/ecg-paper.tsx';
import { STANDARD } from '../contract/paper.ts';

/** 25 mm/s and 10 mm/mV; shown so that a county desk's screen holds ten seconds. */
const AT_FIRST: PaperView = { arrangement: '3x4', speed: 25, gain: 10, fromMs: 0, notch: false, baseline: false, lowPass: null, zoom: 3.78 };


/** The paper with its controls, and another record of the person below it. */
export function PaperPanel({ detail, when, zoom = AT_FIRST.zoom, besideId = null }: { detail: EcgDetail; when: string; zoom?: number; besideId?: string | null | undefined }) {
  const say = useText();
  const { record, strips } = detail;
  const hasAll = STANDARD.filter((name) => !['III', 'aVR', 'aVL', 'aVF'].includes(name)).every((name) => record.leadNames.includes(name));
  const [view, setView] = useState<PaperView>({ ...AT_FIRST, zoom, arrangement: hasAll ? '3x4' : '12x1' });
  const [compared, setCompared] = useState<string | null>(besideId);
  const change = (part: Partial<PaperView>): void => setView((now) => ({ ...now, ...part }));
  return (
    <Panel title={say(messages.paper)} flush actions={<CompareChoice detail={detail} value={compared} onChange={setCompared} />}>
      <div className="yg-stack">
        <PaperControls view={view} change={change} durationMs={record.durationMs ?? 0} hasMedian={strips.some(({ kind }) => kind === 'median')} />
        <div className="ecg-papers">
          <EcgPaper strips={strips} view={view} title={when} />
          {compared && <ComparedPaper id={compared} view={view} />}
        </div>
        <p className="yg-quiet yg-print-hidden">{say(messages.calipersHint)}</p>
      </div>
    </Panel>
  );
}

function CompareChoice({ detail: { others, previousId }, value, onChange }: { detail: EcgDetail; value: string | null; onChange: (id: string | null) => void }) {
  const say = useText();
  const options = others.filter(({ format }) => format !== 'pdf').map((other) => ({ value: other.id, label: `${(other.recordedAt ?? other.storedAt).replace('T', ' ').slice(0, 16)}${other.id === previousId ? ' ←' : ''}` }));
  if (options.length === 0) return null;
  return <label>{say(messages.compare)} <Select size="small" aria-label={say(messages.compare)} value={value ?? ''} options={[{ value: '', label: say(messages.none) }, ...options]} onChange={(id) => onChange(id === '' ? null : id)} popupMatchSelectWidth={false} /></label>;
}

/** The record before, at the same speed, gain and filters. */
function ComparedPaper({ id, view }: { id: string; view: PaperView }) {
  const record = useOperation(getEcgRecord, { id });
  const fixed = useMemo(() => ({ ...view, fromMs: 0 }), [view]);
  return (
    <Answer query={record}>
      {({ record: other, strips }) => {
        const when = (other.recordedAt ?? other.storedAt).replace('T', ' ').slice(0, 16);
        return <div><Link to={`/ecg/records/${id}`} className="yg-number">{when}</Link><EcgPaper strips={strips} view={fixed} title={when} /></div>;
      }}
    </Answer>
  );
}
