import { call } from '#platform/web/client/call.ts';
import type { PaletteSource } from '#platform/web/page.ts';
import { listReferrals } from '../contract.ts';

const SHOWN_MAX = 8;

/** Ctrl-K finds referrals by name, number, diagnosis or organisation. */
export const palette: PaletteSource = {
  title: { zh: '转诊', en: 'Referrals' },
  permission: 'referral.read',
  search: async (words, signal) => {
    const page = await call(listReferrals, { q: words, limit: SHOWN_MAX }, { signal });
    return page.rows.map((row) => ({ key: row.id, title: `${row.personName} · ${row.toOrganisationName}`, detail: row.number, path: `/referrals/${row.id}` }));
  },
};
