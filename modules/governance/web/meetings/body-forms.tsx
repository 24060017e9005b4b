import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { useActForm } from '#platform/web/form/use-act-form.ts';
import { bodyKinds, draftMeeting, foundBody, majorities, seatMember, type AskedBody, type GoverningBody } from '../../contract/meetings.ts';
import { messages } from '../messages.ts';

const QUORUM_USUAL = 67;
const lines = (text: unknown): string[] => String(text ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** `asked`: what a policy says of the body; everything can be changed before it is founded. */
export function FoundBodyForm({ asked, onDone }: { asked?: AskedBody; onDone: () => void }) {
  const say = useText();
  const usual = { kind: 'committee', quorumPercent: QUORUM_USUAL, majority: 'simple' };
  const form = useActForm(foundBody, {
    ...(asked === undefined ? {} : { fixed: { sourceId: asked.sourceId } }),
    initial: asked === undefined ? usual : { ...usual, kind: asked.kind, nameZh: asked.name.zh, nameEn: asked.name.en, scope: asked.scope.map(({ zh }) => zh).join('\n') },
    toInput: ({ nameZh, nameEn, scope, ...rest }) => ({ ...rest, name: { zh: nameZh, en: nameEn ?? nameZh }, scope: lines(scope) }),
    onDone,
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.foundBody)}>
      <TextField name="nameZh" label={say(messages.nameZh)} required />
      <TextField name="nameEn" label={say(messages.nameEn)} />
      <ChoiceField name="kind" label={say(messages.kind)} options={bodyKinds.map((kind) => ({ value: kind, label: say(messages[kind]) }))} required />
      <NumberField name="quorumPercent" label={say(messages.quorum)} min={1} max={100} unit="%" required />
      <ChoiceField name="majority" label={say(messages.majority)} options={majorities.map((majority) => ({ value: majority, label: say(messages[majority]) }))} required />
      <TextAreaField name="scope" label={say(messages.scope)} hint={say(messages.scopeHint)} rows={5} required />
    </DraftForm>
  );
}

export function SeatMemberForm({ body, onDone }: { body: GoverningBody; onDone: () => void }) {
  const say = useText();
  const form = useActForm(seatMember, { fixed: { id: body.id }, initial: { mayVote: true }, toInput: ({ post, ...rest }) => ({ ...rest, post: { zh: post, en: post } }), onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.seat)}>
      <TextField name="holder" label={say(messages.holder)} maxLength={60} required />
      <TextField name="post" label={say(messages.post)} maxLength={60} required />
      <SwitchField name="isChair" label={say(messages.chair)} />
      <SwitchField name="mayVote" label={say(messages.mayVote)} />
      <DateField name="validFrom" label={say(messages.validFrom)} required />
      <DateField name="validUntil" label={say(messages.validUntil)} />
    </DraftForm>
  );
}

export function DraftMeetingForm({ body, onDone }: { body: GoverningBody; onDone: () => void }) {
  const say = useText();
  const form = useActForm(draftMeeting, { fixed: { bodyId: body.id }, onDone });
  return (
    <DraftForm form={form} submitLabel={say(messages.draftMeeting)}>
      <TextField name="title" label={say(messages.title)} maxLength={120} required />
      <DateField name="meetsOn" label={say(messages.meetsOn)} required />
      <TextField name="place" label={say(messages.place)} maxLength={120} />
    </DraftForm>
  );
}
