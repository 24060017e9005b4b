import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listParameterPacks, type Pack } from '../../contract/packs.ts';
import { runAdvance, startClearing } from '../../contract/runs.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { runMessages } from './run-messages.ts';

/** An advance of a month, or the clearing of the year, by a pack in force. */
export function StartRunForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  const rows = packs.data?.rows ?? [];
  const options = rows.map((pack) => ({ value: pack.id, label: `${pack.city} ${pack.year} · ${pack.version}` }));
  const form = useDraftForm({
    operation: runAdvance, draftKey: 'run-advance', title: say(messages.advance), path: '/payment/runs', initial: {},
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <div className="yg-stack">
      <Panel level={3} title={say(messages.advance)}>
        <DraftForm form={form} submitLabel={say(messages.advance)}>
          <ChoiceField name="packId" label={say(runMessages.pack)} options={options} required />
          <TextField name="month" label={say(messages.month)} placeholder="2026-01" maxLength={7} required />
        </DraftForm>
      </Panel>
      <Panel level={3} title={say(messages.clearing)}>
        <p className="payment-note yg-quiet">{say(runMessages.startClearing)}</p>
        {rows.map((pack) => <ClearButton key={pack.id} pack={pack} onDone={onDone} />)}
      </Panel>
    </div>
  );
}

function ClearButton({ pack, onDone }: { pack: Pack; onDone: () => void }) {
  const say = useText();
  const ability = useAbility();
  const start = useCommand(startClearing);
  const run = async () => {
    if ((await start.run({ packId: pack.id })) !== undefined) onDone();
  };
  return (
    <div className="yg-row">
      <AbilityButton ability={ability('payment.start-clearing')} loading={start.pending} onClick={() => void run()}>{`${say(messages.clearing)} ${pack.city} ${pack.year} · ${pack.version}`}</AbilityButton>
      {start.problem && <ProblemNotice problem={start.problem} />}
    </div>
  );
}
