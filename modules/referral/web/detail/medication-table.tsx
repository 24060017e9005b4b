import { PlainTable } from '#platform/web/table/plain-table.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ReferralDetail } from '../../contract.ts';
import { actMessages, messages, referMessages } from '../messages.ts';

type Line = ReferralDetail['medications'][number];
const decisionTitles = { continue: actMessages.continue, change: actMessages.change, stop: actMessages.stop, not_stocked: actMessages.notStocked } as const;

export function MedicationTable({ lines }: { lines: readonly Line[] }) {
  const say = useText();
  const columns: Column<Line>[] = [
    { key: 'name', title: referMessages.name, render: (line) => line.name },
    { key: 'dose', title: referMessages.dose, render: (line) => [line.dose, line.route, line.frequency].filter(Boolean).join(' ') || '—' },
    { key: 'decision', title: actMessages.decision, render: (line) => (line.decision ? say(decisionTitles[line.decision]) : '—') },
    { key: 'note', title: actMessages.note, render: (line) => [line.changedTo?.name, line.decisionNote].filter(Boolean).join(' · ') || '—' },
  ];
  return <PlainTable caption={say(messages.medications)} columns={columns} rows={lines} rowKey={(line) => line.lineId} />;
}
