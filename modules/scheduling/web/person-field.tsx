import { findResidents } from '#modules/residents/contract.ts';
import { call } from '#platform/web/client/call.ts';
import { SearchField, type Choice } from '#platform/web/form/choice-fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';

const search = async (words: string, signal: AbortSignal): Promise<Choice[]> => {
  const page = await call(findResidents, { q: words, limit: 10 }, { signal });
  return page.rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
};

/** Finds a person of the index; what is shown is masked as everywhere. */
export function PersonField() {
  const say = useText();
  return <SearchField name="personId" label={say(messages.person)} search={search} placeholder={say(messages.personHint)} required />;
}
