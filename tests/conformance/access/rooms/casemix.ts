import { directory, nothing, refused, type Entry } from '../entry.ts';

const RULES = 'Packs are published rules of grouping, not about persons.';
const page = { base64: Buffer.from('A48,A12C,B12,B15,C03C,D01\n1,1,2026-01-01,2026-01-02,J18.900,1.00\n').toString('base64'), fileName: 'pages.csv' };

/** What a stranger gets from each operation of the room. */
export const casemix: Record<string, Entry> = {
  createPack: refused(({ hospital, mark }) => ({ organisationId: hospital, scheme: 'drg', name: 'pack', version: mark })),
  storePackFile: refused(({ ids }) => ({ id: ids.pack, fileName: 'weights.csv', content: 'group,weight\nFZ19,0.5\n' })),
  formCatalogue: refused(({ ids }) => ({ id: ids.pack, untilYear: 2026 })),
  getCatalogue: nothing(({ ids }) => ({ id: ids.pack })),
  listCatalogueCases: nothing(({ ids }) => ({ id: ids.pack })),
  putPackInForce: refused(({ ids }) => ({ id: ids.pack, validFrom: '2026-01-01', movedSeen: 0, note: 'x' })),
  withdrawPack: refused(({ ids }) => ({ id: ids.pack, note: 'x' })),
  comparePack: refused(({ ids }) => ({ id: ids.pack })),
  listPacks: directory(RULES),
  importFrontPages: refused(({ hospital }) => ({ organisationId: hospital, ...page })),
  groupDischarges: refused(({ hospital }) => ({ organisationId: hospital, scheme: 'drg' })),
  listImports: nothing(() => ({})),
  listDischarges: nothing(() => ({})),
  getDischarge: refused(({ ids }) => ({ id: ids.discharge })),
  tryGrouping: directory(RULES, () => ({ diagnoses: ['J18.900'], procedures: [], sex: '1', ageYears: 40 })),
  analyseCasemix: nothing(() => ({})),
  analyseGroup: nothing(() => ({ group: 'FZ19' })),
  exportCasemix: directory('Holds only what the asker may see; the same query as analyseCasemix stands behind it.'),
};
