import type { PaletteSource } from '#platform/web/page.ts';
import { call } from '#platform/web/client/call.ts';
import { listOrganisations } from '../contract/organisations.ts';

/** Ctrl-K finds organisations by name, pinyin, credit code and division code. */
export const palette: PaletteSource = {
  title: { zh: '机构', en: 'Organisations' },
  permission: 'consortium.read',
  search: async (words, signal) => {
    const page = await call(listOrganisations, { q: words, limit: 8 }, { signal });
    return page.rows.map((row) => ({
      key: row.id,
      title: row.name,
      detail: [row.parentName, row.address].filter(Boolean).join(' · '),
      path: `/organisations?open=${encodeURIComponent(row.id)}`,
    }));
  },
};
