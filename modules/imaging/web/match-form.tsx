import { Link } from 'react-router';
import { findResidents } from '#modules/residents/contract.ts';
import { call } from '#platform/web/client/call.ts';
import { SearchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { Facts } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { matchStudy } from '../contract.ts';
import type { Study } from '../contract/schemas.ts';
import { messages } from './messages.ts';

const FOUND_MAX = 20;

async function searchPersons(words: string, signal: AbortSignal) {
  const { rows } = await call(findResidents, { q: words, limit: FOUND_MAX }, { signal });
  return rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
}

/** Whose images these are, said by a person with a reason; a study that hangs on the wrong resident is set right the same way. */
export function MatchForm({ study, onDone }: { study: Study; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: matchStudy, draftKey: `match-study:${study.studyUid}`, title: say(messages.matchTitle), initial: {},
    toInput: (values) => ({ personId: values['personId'], reason: values['reason'], id: study.studyUid }) as never,
    onDone: () => {
      toast(say(messages.matchDone));
      onDone();
    },
  });
  const { patientName } = study;
  return (
    <>
      <Facts items={[
        { label: say(messages.patient), value: patientName.ideographic ?? patientName.alphabetic }, { label: say(messages.patientId), value: study.patientId }, { label: say(messages.sex), value: study.patientSex }, { label: say(messages.birth), value: study.patientBirthDate },
        { label: say(messages.date), value: [study.studyDate, study.studyTime].filter(Boolean).join(' ') }, { label: say(messages.description), value: [study.modalities.join(' '), study.description].filter(Boolean).join(' ') }, { label: say(messages.accession), value: study.accessionNumber },
        { label: say(messages.match), value: study.personId === null ? say(messages.unmatched) : <Link to={`/residents/${study.personId}`}>{say(messages.matched)}</Link> },
      ]} />
      <p><Link to={`/imaging/studies/${study.studyUid}`}>{say(messages.openStudy)}</Link></p>
      <DraftForm form={form} submitLabel={say(messages.matchTitle)}>
        <SearchField name="personId" label={say(messages.whose)} search={searchPersons} required />
        <TextAreaField name="reason" label={say(messages.reason)} rows={2} maxLength={200} placeholder={say(messages.reasonExample)} required />
      </DraftForm>
    </>
  );
}
