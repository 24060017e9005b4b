import { Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { EcgDetail, Measures } from '../contract/records.ts';
import { MEASURES, SUGGESTIONS } from '../contract/words.ts';
import { messages } from './messages.ts';

/** The device's numbers beside this machine's, each named as what it is, and what changed since the record before. */
export function MeasuresPanel({ detail: { record, changes, qtcFridericia } }: { detail: EcgDetail }) {
  const say = useText();
  const shown = (value: number | null | undefined, unit: string): string => (value === null || value === undefined ? '—' : `${Math.round(value)} ${unit}`);
  return (
    <Panel title={say(messages.measures)}>
      <table className="ecg-measures">
        <thead><tr><th scope="col">{say(messages.measures)}</th><th scope="col">{say(messages.byDevice)}</th><th scope="col">{say(messages.suggestion)}</th><th scope="col">{say(messages.change)}</th></tr></thead>
        <tbody>
          {Object.entries(MEASURES).map(([key, { unit, ...name }]) => {
            const change = changes.find(({ measure }) => measure === key);
            return (
              <tr key={key}>
                <th scope="row">{say(name)}</th><td>{shown(record.measures[key as keyof Measures], unit)}</td><td>{shown(record.suggested?.[key as keyof Measures], unit)}</td>
                <td>{change ? <>{change.now - change.before > 0 ? '+' : ''}{Math.round(change.now - change.before)} {change.isNotable && <StateTag tone="due" text={say(messages.notable)} />}</> : '—'}</td>
              </tr>
            );
          })}
          <tr><th scope="row">QTc (Fridericia)</th><td>—</td><td>{shown(qtcFridericia, 'ms')}</td><td>—</td></tr>
        </tbody>
      </table>
      <p className="yg-quiet">{say(messages.byMachine)}</p>
      {record.suggestions.length > 0 && <div className="yg-row">{record.suggestions.map((each) => <StateTag key={each} tone="information" text={say(SUGGESTIONS[each] ?? { zh: each, en: each })} />)}</div>}
    </Panel>
  );
}
