import { Checkbox, Select } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';
import type { PaperView } from './paper/ecg-paper.tsx';

interface Choice<T> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { value: T; label: string }[];
  readonly onChange: (value: T) => void;
}

/** A select with its label beside it. */
function Choose<T extends string | number>({ label, value, options, onChange }: Choice<T>) {
  return <label>{label}<Select<T> size="small" aria-label={label} value={value} options={[...options]} onChange={onChange} popupMatchSelectWidth={false} /></label>;
}

const SPEEDS = [12.5, 25, 50].map((value) => ({ value, label: `${value} mm/s` }));
const GAINS = [5, 10, 20].map((value) => ({ value, label: `${value} mm/mV` }));
const ZOOMS = [3, 3.78, 5, 7.5, 11].map((value) => ({ value, label: `${Math.round((value / 3.78) * 100)}%` }));
const PAGE_MS = 10_000;

/** How the paper is shown; nothing here changes what is stored. */
export function PaperControls({ view, change, durationMs, hasMedian }: { view: PaperView; change: (part: Partial<PaperView>) => void; durationMs: number; hasMedian: boolean }) {
  const say = useText();
  const pages = Array.from({ length: Math.max(1, Math.ceil((durationMs - 1) / PAGE_MS)) }, (_, index) => ({ value: index * PAGE_MS, label: `${(index * PAGE_MS) / 1000} s` }));
  return (
    <div className="ecg-controls yg-print-hidden">
      <Choose label={say(messages.arrangement)} value={view.arrangement} onChange={(arrangement) => change({ arrangement })}
        options={[{ value: '3x4' as const, label: '3×4 + II' }, { value: '12x1' as const, label: '12×1' }, ...(hasMedian ? [{ value: 'median' as const, label: say(messages.median) }] : [])]} />
      <Choose label={say(messages.speed)} value={view.speed} options={SPEEDS} onChange={(speed) => change({ speed })} />
      <Choose label={say(messages.gain)} value={view.gain} options={GAINS} onChange={(gain) => change({ gain })} />
      {pages.length > 1 && <Choose label={say(messages.from)} value={view.fromMs} options={pages} onChange={(fromMs) => change({ fromMs })} />}
      <Checkbox checked={view.notch} onChange={(event) => change({ notch: event.target.checked })}>{say(messages.notch)}</Checkbox>
      <Checkbox checked={view.baseline} onChange={(event) => change({ baseline: event.target.checked })}>{say(messages.baseline)}</Checkbox>
      <Choose label={say(messages.lowPass)} value={view.lowPass ?? 0} onChange={(hertz) => change({ lowPass: hertz === 40 || hertz === 100 ? hertz : null })}
        options={[{ value: 0, label: say(messages.off) }, { value: 40, label: '40 Hz' }, { value: 100, label: '100 Hz' }]} />
      <Choose label={say(messages.zoom)} value={view.zoom} options={[{ value: 0, label: say(messages.fit) }, ...ZOOMS]} onChange={(zoom) => change({ zoom })} />
    </div>
  );
}
