import { PlainTable } from '#platform/web/table/plain-table.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { AnswerRow } from '../contract/operations.ts';
import { ROOMS } from '../contract/rooms.ts';
import { messages } from './messages.ts';
import { listed } from '#platform/web/text/listed.ts';

const ANSWER_TONES: Readonly<Record<AnswerRow['state'], Tone>> = { answered: 'done', partly: 'due', gap: 'overdue', outside: 'neutral' };

/** What a policy asks, line by line, with what answers it. */
export function AnswerTable({ caption, rows }: { caption: string; rows: readonly AnswerRow[] }) {
  const say = useText();
  const columns: readonly Column<AnswerRow>[] = [
    { key: 'clause', title: messages.clause, render: (row) => row.clause },
    { key: 'kind', title: messages.kind, render: (row) => say(messages[row.kind]) },
    { key: 'what', title: messages.what, render: (row) => <>{row.isKey && <><StateTag tone="information" text={say(messages.key)} /> </>}{say(row.title)}{row.indicators.length > 0 && <span className="yg-quiet"> {row.indicators.join(' ')}</span>}</> },
    { key: 'body', title: messages.body, render: (row) => (row.body ? say(row.body) : '—') },
    { key: 'due', title: messages.due, render: (row) => row.due ?? '—' },
    { key: 'state', title: messages.state, render: (row) => <StateTag tone={ANSWER_TONES[row.state]} text={say(messages[row.state])} /> },
    { key: 'where', title: messages.where, render: (row) => listed(row.rooms.map((room) => say(ROOMS[room] ?? { zh: room, en: room }))) || '—' },
    { key: 'note', title: messages.note, render: (row) => (row.note ? say(row.note) : '') },
  ];
  return <PlainTable caption={caption} columns={columns} rows={rows} rowKey={(row) => `${row.kind}:${row.id}`} empty={{ zh: '没有符合条件的条目', en: 'Nothing fits' }} />;
}
