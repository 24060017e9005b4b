import { findResidents } from '#modules/residents/contract.ts';
import { call } from '#platform/web/client/call.ts';
import { SearchField, type Choice } from '#platform/web/form/choice-fields.tsx';
import type { FieldProps } from '#platform/web/form/field.tsx';

const search = async (words: string, signal: AbortSignal): Promise<Choice[]> => {
  const page = await call(findResidents, { q: words, limit: 10 }, { signal });
  return page.rows.map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }));
};

/** Finds a person of the index by name or number; what is shown is masked as everywhere. */
export const PersonField = (field: FieldProps) => <SearchField {...field} search={search} />;
