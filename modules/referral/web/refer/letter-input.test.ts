import { expect, test } from 'vitest';
import { saveReferralDraft } from '../../contract.ts';
import { checkInput, draftOf, emergencyOf, resubmissionOf } from './letter-input.ts';

const values = {
  personId: 'p', direction: 'up', careType: 'outpatient', priority: 'normal', toOrganisationId: 'hospital', outsideHospitalName: '', overrideReason: '病情复杂',
  letter: { diagnoses: [{ code: 'I20.0', display: '心绞痛' }, {}], medications: [{ dose: '1 片' }], exams: [], allergyText: '青霉素；海鲜', consent: { by: 'resident' }, vitals: { pulse: null } },
};

test('blanks are left out, allergies become a list, consent counts only when given', () => {
  const input = draftOf(values, 'd') as Record<string, unknown>;
  expect(input).toEqual({
    id: 'd', personId: 'p', direction: 'up', careType: 'outpatient', priority: 'normal', toOrganisationId: 'hospital',
    letter: { diagnoses: [{ code: 'I20.0', display: '心绞痛' }], medications: [{ dose: '1 片' }], exams: [], allergies: ['青霉素', '海鲜'] },
  });
  expect(saveReferralDraft.input.safeParse({ ...input, letter: { ...(input['letter'] as object), medications: [] } }).success).toBe(true);
});

test('the check leaves out lines that are still being typed', () => {
  expect((checkInput(values)['letter'] as { medications: unknown[] }).medications).toEqual([]);
});

test('a resubmission and an emergency carry their own fields', () => {
  expect(resubmissionOf(values, 'r')).toMatchObject({ id: 'r', overrideReason: '病情复杂', priority: 'normal' });
  const arrived = Date.parse((emergencyOf({ ...values, arrivedMinutesAgo: 30 }, undefined) as { arrivedAt: string }).arrivedAt);
  expect(Math.round((Date.now() - arrived) / 60_000)).toBe(30);
});
