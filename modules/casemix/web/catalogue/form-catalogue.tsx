import { InputNumber } from 'antd';
import { useState } from 'react';
import { chinaDate } from '#platform/kernel/period.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { formCatalogue } from '../../contract/catalogues.ts';
import type { Pack } from '../../contract/packs.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';

/** A draft catalogue out of the discharges of the years. */
export function FormCatalogue({ pack, onDone }: { pack: Pack; onDone: (formed: Pack) => void }) {
  const say = useText();
  const ability = useAbility();
  const form = useCommand(formCatalogue);
  const [untilYear, setUntilYear] = useState(Number(chinaDate(new Date()).slice(0, 4)));
  const [formed, setFormed] = useState<ResultOf<typeof formCatalogue>>();
  const go = async (): Promise<void> => {
    const answer = await form.run({ id: pack.id, untilYear });
    if (answer === undefined) return;
    setFormed(answer);
    onDone(answer.pack);
  };
  return (
    <Panel title={say(messages.form)} level={3}>
      <p className="yg-quiet">{say(messages.formWhy)}</p>
      <div className="yg-row">
        <span>{say(messages.untilYear)}</span>
        <InputNumber aria-label={say(messages.untilYear)} value={untilYear} min={1990} max={2200} onChange={(value) => setUntilYear(value ?? untilYear)} />
        <AbilityButton type="primary" ability={ability('casemix.form-catalogue')} loading={form.pending} onClick={() => void go()}>{say(messages.form)}</AbilityButton>
      </div>
      {formed && <p role="status">{say(messages.formed, { cases: formed.cases, groups: formed.groups, flagged: formed.flagged })}</p>}
      {form.problem && <ProblemNotice problem={form.problem} showDetails />}
    </Panel>
  );
}
