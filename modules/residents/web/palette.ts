import type { PaletteSource } from '#platform/web/page.ts';
import { call } from '#platform/web/client/call.ts';
import { findResidents } from '../contract.ts';

/** Ctrl-K finds residents by name, pinyin initials, number and telephone. */
export const palette: PaletteSource = {
  title: { zh: '居民', en: 'Residents' },
  permission: 'resident.read',
  search: async (words, signal) => {
    const page = await call(findResidents, { q: words, limit: 8 }, { signal });
    return page.rows
      .filter((row) => row.recordOpen)
      .map((row) => ({
        key: row.id,
        title: row.name,
        detail: [row.birthDate, row.maskedIdCard, row.managingOrganisationName].filter(Boolean).join(' · '),
        path: `/residents/${row.id}`,
      }));
  },
};
