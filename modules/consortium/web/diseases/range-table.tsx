import { Button, Input } from 'antd';
import { useState } from 'react';
import { normaliseInput } from '#platform/kernel/text.ts';
import { Segments } from '#platform/web/form/segments.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { DiseaseList, DiseaseRange } from '../../contract/diseases.ts';
import { JUDGEMENTS, type Judgement } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { EndDiseaseRangeForm } from './end-disease-range-form.tsx';
import { JudgementTag } from './judgement-tag.tsx';
import { diseaseMessages } from './messages.ts';
import { codesOf } from './range-words.ts';

const ORDER = Object.keys(JUDGEMENTS) as Judgement[];

/** The ranges of one list, by judgement and code. */
export function RangeTable({ list }: { list: DiseaseList }) {
  const say = useText();
  const ability = useAbility();
  const end = useEnd();
  const [words, setWords] = useState('');
  const [wanted, setWanted] = useState<Judgement | 'all'>('all');
  const rows = rangesOf(list, { words: normaliseInput(words), wanted });
  const days = (value: number | null) => (value === null ? '—' : say(diseaseMessages.days, { days: value }));
  const mayEnd = ability({ permission: 'consortium.end-disease-range', organisationIds: [list.ownerOrganisationId] }).allowed;
  const count = (judgement: Judgement) => list.ranges.filter((range) => range.judgement === judgement).length;
  return (
    <>
      <div className="yg-row">
        <Segments
          value={wanted} onChange={setWanted}
          options={[{ value: 'all' as const, label: `${say(diseaseMessages.all)} ${list.ranges.length}` }, ...ORDER.map((value) => ({ value, label: `${say(JUDGEMENTS[value])} ${count(value)}` }))]}
        />
        <Input type="search" allowClear className="yg-search" placeholder={say(diseaseMessages.find)} aria-label={say(diseaseMessages.find)} value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <div className="yg-panel">
        {rows.length === 0 && <p className="yg-quiet consortium-pad">{say(diseaseMessages.nothing)}</p>}
        {rows.length > 0 && (
          <PlainTable
            caption={list.name} rows={rows} rowKey={(row) => row.id}
            columns={[
              { key: 'judgement', title: diseaseMessages.judgement, render: (row) => <JudgementTag judgement={row.judgement} /> },
              { key: 'codes', title: diseaseMessages.codes, render: (row) => <span className="consortium-codes">{codesOf(row)}</span> },
              { key: 'title', title: diseaseMessages.title, render: (row) => row.title },
              { key: 'condition', title: diseaseMessages.condition, render: (row) => row.condition ?? '—' },
              { key: 'days', title: diseaseMessages.suggestedDays, align: 'end', render: (row) => days(row.suggestedDays) },
              { key: 'validity', title: diseaseMessages.validity, render: (row) => <span className="consortium-days">{row.validUntil === null ? say(messages.since, { day: row.validFrom }) : `${row.validFrom} – ${row.validUntil}`}</span> },
              ...(mayEnd ? [{ key: 'end', title: messages.end, render: (row: DiseaseRange) => (row.validUntil === null ? <Button size="small" aria-label={say(diseaseMessages.endTitle, { codes: codesOf(row), title: row.title })} onClick={() => end(row)}>{say(diseaseMessages.endRange)}</Button> : null) }] : []),
            ]}
          />
        )}
      </div>
    </>
  );
}

function rangesOf(list: DiseaseList, { words, wanted }: { words: string; wanted: Judgement | 'all' }): DiseaseRange[] {
  const typed = words.toUpperCase();
  return list.ranges
    .filter((range) => wanted === 'all' || range.judgement === wanted)
    .filter((range) => typed === '' || range.title.includes(words) || range.codeFrom.startsWith(typed) || (typed >= range.codeFrom && typed.slice(0, range.codeUntil.length) <= range.codeUntil))
    .sort((a, b) => ORDER.indexOf(a.judgement) - ORDER.indexOf(b.judgement) || (a.codeFrom < b.codeFrom ? -1 : 1));
}

function useEnd(): (range: DiseaseRange) => void {
  const say = useText();
  const workspace = useWorkspace();
  return (range) => {
    const key = `end-disease-range:${range.id}`;
    workspace.open({
      key, title: say(diseaseMessages.endTitle, { codes: codesOf(range), title: range.title }),
      content: <EndDiseaseRangeForm range={range} onDone={() => workspace.close(key)} />,
    });
  };
}
