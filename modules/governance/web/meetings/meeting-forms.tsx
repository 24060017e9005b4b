import { ChoiceField, MultiChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { filled, useActForm } from '#platform/web/form/use-act-form.ts';
import { closeMeeting, giveBranchOpinion, itemKinds, openMeeting, proposeItem, type GoverningBody, type Meeting } from '../../contract/meetings.ts';
import { messages } from '../messages.ts';

interface MeetingFormProps {
  readonly meeting: Meeting;
  readonly onDone: () => void;
}

export function ProposeItemForm({ meeting, body, onDone }: MeetingFormProps & { body: GoverningBody }) {
  const say = useText();
  const form = useActForm(proposeItem, { fixed: { id: meeting.id }, initial: { kind: 'general' }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.propose)}>
      <ChoiceField name="kind" label={say(messages.itemKind)} options={itemKinds.map((kind) => ({ value: kind, label: say(messages[kind]) }))} required />
      <ChoiceField name="scope" label={say(messages.scope)} options={body.scope.map((scope) => ({ value: scope, label: scope }))} required />
      <TextField name="title" label={say(messages.title)} maxLength={120} required />
      <TextAreaField name="paper" label={say(messages.paper)} rows={5} maxLength={4000} required />
      <TextAreaField name="proposal" label={say(messages.proposal)} rows={4} maxLength={4000} required />
    </DraftForm>
  );
}

export function BranchOpinionForm({ itemId, onDone }: { itemId: string; onDone: () => void }) {
  const say = useText();
  const form = useActForm(giveBranchOpinion, { fixed: { id: itemId }, onDone });
  return <DraftForm form={form} submitLabel={say(messages.giveOpinion)}><TextAreaField name="opinion" label={say(messages.opinion)} rows={4} maxLength={4000} required /></DraftForm>;
}

export function OpenMeetingForm({ meeting, body, onDone }: MeetingFormProps & { body: GoverningBody }) {
  const say = useText();
  const holding = body.seats.filter(({ validFrom, validUntil }) => validFrom <= meeting.meetsOn && (validUntil === null || validUntil >= meeting.meetsOn));
  const form = useActForm(openMeeting, { fixed: { id: meeting.id }, initial: { seatIds: holding.map(({ id }) => id) }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.openMeeting)}>
      <MultiChoiceField name="seatIds" label={say(messages.present)} options={holding.map(({ id, holder, post }) => ({ value: id, label: `${holder} · ${say(post)}` }))} required />
    </DraftForm>
  );
}

export function CloseMeetingForm({ meeting, onDone }: MeetingFormProps) {
  const say = useText();
  const form = useActForm(closeMeeting, { fixed: { id: meeting.id }, toInput: ({ tasks, ...rest }) => ({ ...rest, tasks: ((tasks ?? []) as object[]).map(filled) }), onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.close)}>
      <TextAreaField name="minutes" label={say(messages.minutes)} rows={6} maxLength={4000} required />
      <LineList name="tasks" label={say(messages.spawned)}>
        {(line) => (
          <>
            <ChoiceField name={line.name('itemId')} label={say(messages.item)} options={meeting.items.map(({ id, number, title }) => ({ value: id, label: `${number}. ${title}` }))} required />
            <TextField name={line.name('title')} label={say(messages.task)} required />
            <TextField name={line.name('leadName')} label={say(messages.lead)} required />
            <DateField name={line.name('due')} label={say(messages.due)} />
          </>
        )}
      </LineList>
    </DraftForm>
  );
}
