import { Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { listParameterPacks } from '../../contract/packs.ts';
import { takeDischarges } from '../../contract/runs.ts';
import { messages } from '../messages.ts';
import { scoreMessages } from '../scores/score-messages.ts';
import { useAbility } from '../use-ability.ts';
import { runMessages } from './run-messages.ts';

const REFUSED_SHOWN_MAX = 200;
type Refused = ResultOf<typeof takeDischarges>['refused'];

/** Slice after slice: it can be stopped, and a second run takes only what is missing. */
function useTaking() {
  const send = useCommand(takeDischarges);
  const stop = useRef(false);
  const [running, setRunning] = useState(false);
  const [taken, setTaken] = useState<{ taken: number; refused: number; rows: Refused }>();
  const start = async (input: { id: string; scheme: 'drg' | 'dip'; month: string }): Promise<void> => {
    stop.current = false;
    setRunning(true);
    let [sum, after]: [{ taken: number; refused: number; rows: Refused }, string | null] = [{ taken: 0, refused: 0, rows: [] }, ''];
    while (after !== null && !stop.current) {
      const answer = await send.run({ ...input, after });
      if (answer === undefined) break;
      sum = { taken: sum.taken + answer.loaded, refused: sum.refused + answer.refused.length, rows: [...sum.rows, ...answer.refused].slice(0, REFUSED_SHOWN_MAX) };
      setTaken(sum);
      after = answer.next;
    }
    setRunning(false);
  };
  return { start, running, taken, problem: send.problem, cancel: () => void (stop.current = true) };
}

/** Discharges of a month go into settlement with the groups that the case-mix room gave them. */
export function TakeDischargesPanel() {
  const say = useText();
  const ability = useAbility();
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  const [id, setId] = useState<string>();
  const [scheme, setScheme] = useState<'drg' | 'dip'>('drg');
  const [month, setMonth] = useState('');
  const { start, running, taken, problem, cancel } = useTaking();
  const ready = id !== undefined && /^\d{4}-\d{2}$/.test(month);
  return (
    <div className="yg-stack">
      <p className="payment-note yg-quiet">{say(scoreMessages.takeWhy)}</p>
      <Select aria-label={say(runMessages.pack)} placeholder={say(runMessages.pack)} value={id ?? null} onChange={(value: string) => setId(value)} options={(packs.data?.rows ?? []).map((pack) => ({ value: pack.id, label: `${pack.city} ${pack.year} · ${pack.version}` }))} />
      <div className="yg-row">
        <Select aria-label={say(scoreMessages.scheme)} value={scheme} onChange={setScheme} options={[{ value: 'drg', label: 'DRG' }, { value: 'dip', label: 'DIP' }]} />
        <Input aria-label={say(messages.month)} placeholder="2026-01" maxLength={7} value={month} onChange={(event) => setMonth(event.target.value)} style={{ maxWidth: 140 }} />
        <AbilityButton type="primary" ability={ability('payment.load-cases')} loading={running} onClick={() => void (ready && start({ id: id!, scheme, month }))}>{say(scoreMessages.take)}</AbilityButton>
        {running && <Button onClick={cancel}>{say(scoreMessages.stop)}</Button>}
      </div>
      {taken && <span role="status">{say(scoreMessages.taking, { taken: taken.taken, refused: taken.refused })}</span>}
      {problem && <ProblemNotice problem={problem} showDetails />}
      {taken && taken.refused > 0 && (
        <PlainTable
          caption={say(scoreMessages.reason)} rows={taken.rows.map((row, index) => ({ ...row, index }))} rowKey={(row) => String(row.index)} empty={scoreMessages.none}
          columns={[{ key: 'case', title: scoreMessages.row, render: (row) => row.case }, { key: 'reason', title: scoreMessages.reason, render: (row) => `${row.path}：${say(row)}` }]}
        />
      )}
    </div>
  );
}
