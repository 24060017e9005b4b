import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { AnswerByCode } from './answer-by-code.tsx';
import { messages } from '../messages.ts';

/** Paper is typed in and a tablet is handed over here: one code, one answer. */
export function EntryPage() {
  const say = useText();
  return (
    <>
      <PageHeader title={say(messages.entry)} />
      <AnswerByCode />
    </>
  );
}
