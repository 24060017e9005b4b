import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { decideScoreAppeal, listScoreAppeals, type ScoreAppeal } from '../../contract/runs.ts';
import { StateWord, useAbility } from '../kit.tsx';
import { messages, stateWords } from '../messages.ts';

/** Appeals, the open ones first; totals before and after stand side by side. */
export function AppealsPage() {
  const say = useText();
  const workspace = useWorkspace();
  return (
    <>
      <PageHeader title={say(messages.appeals)} />
      <DataTable
        name="assessment.appeals" title={say(messages.appeals)} operation={listScoreAppeals} rowKey={({ id }) => id} rowTitle={({ title, itemId }) => `${say(title)} ${itemId}`} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['assessment']}
        onOpen={(row) => workspace.open({ key: `appeal:${row.id}`, title: `${say(row.title)} ${row.period} · ${row.itemId}`, content: <AppealPanel appeal={row} /> })}
        filters={[{ key: 'state', title: messages.state, kind: 'choice', options: (['filed', 'upheld', 'rejected'] as const).map((state) => ({ value: state, label: stateWords[state] })) }]}
        columns={[
          { key: 'title', title: messages.title, width: 240, render: ({ title, period }) => `${say(title)} ${period}`, value: ({ title, period }) => `${say(title)} ${period}` },
          { key: 'item', title: messages.item, width: 80, render: ({ itemId }) => itemId, value: ({ itemId }) => itemId },
          { key: 'state', title: messages.state, width: 110, render: ({ state }) => <StateWord state={state} />, value: ({ state }) => say(stateWords[state]) },
          { key: 'reason', title: messages.reason, width: 240, render: ({ reason }) => reason, value: ({ reason }) => reason },
          { key: 'until', title: messages.answerUntil, width: 120, render: ({ answerUntil }) => answerUntil, value: ({ answerUntil }) => answerUntil },
          { key: 'before', title: messages.before, width: 110, align: 'end', render: ({ totalBefore }) => totalBefore ?? '—', value: ({ totalBefore }) => totalBefore, onPhone: false },
          { key: 'after', title: messages.after, width: 110, align: 'end', render: ({ totalAfter }) => totalAfter ?? '—', value: ({ totalAfter }) => totalAfter, onPhone: false },
        ]}
      />
    </>
  );
}

function AppealPanel({ appeal }: { appeal: ScoreAppeal }) {
  const say = useText();
  const ability = useAbility();
  return (
    <div className="yg-stack">
      <Facts
        items={[
          { label: say(messages.state), value: <StateWord state={appeal.state} /> }, { label: say(messages.claimed), value: appeal.claimedValue }, { label: say(messages.reason), value: appeal.reason, wide: true }, { label: say(messages.evidence), value: appeal.evidence, wide: true },
          { label: say(messages.by), value: appeal.filedBy }, { label: say(messages.answerUntil), value: appeal.answerUntil }, { label: say(messages.decision), value: appeal.decision, wide: true }, { label: say(messages.granted), value: appeal.grantedValue },
          { label: say(messages.before), value: appeal.totalBefore }, { label: say(messages.after), value: appeal.totalAfter },
        ]}
      />
      <div className="yg-row"><PanelButton id={`decide:${appeal.id}`} title={messages.decide} ability={ability('assessment.decide-appeal', appeal.state === 'filed')} primary>{(close) => <DecideForm appeal={appeal} onDone={close} />}</PanelButton></div>
    </div>
  );
}

function DecideForm({ appeal, onDone }: { appeal: ScoreAppeal; onDone: () => void }) {
  const say = useText();
  const form = useActForm(decideScoreAppeal, { fixed: { id: appeal.id }, initial: { outcome: 'uphold', grantedValue: appeal.claimedValue }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.decide)}>
      <ChoiceField name="outcome" label={say(messages.decision)} options={(['uphold', 'reject'] as const).map((outcome) => ({ value: outcome, label: say(messages[outcome]) }))} required />
      <TextField name="grantedValue" label={say(messages.granted)} inputMode="numeric" />
      <TextAreaField name="reason" label={say(messages.reason)} required />
    </DraftForm>
  );
}
