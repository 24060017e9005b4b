import { directory, refused, type Entry } from '../entry.ts';

const DEFINITIONS = 'definitions of indicators as data, without persons';
const month = '2026-03';

/** What a stranger gets from each operation of the room. */
export const indicators: Record<string, Entry> = {
  listIndicators: directory(DEFINITIONS),
  getCockpit: refused(({ hospital }) => ({ organisationId: hospital })),
  getIndicatorCard: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital })),
  listIndicatorCases: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital, month })),
  listIndicatorEntries: directory('only entries of the own sites', () => ({})),
  dueIndicatorEntries: refused(({ hospital }) => ({ month, organisationId: hospital })),
  exportIndicators: refused(({ hospital }) => ({ organisationId: hospital, form: 'json' })),
  enterIndicatorValue: refused(({ hospital }) => ({ indicatorId: 'Y15', organisationId: hospital, month, numerator: '1', denominator: '2', sourceNote: '财务年报' })),
  loadIndicatorFile: directory('every line of another organisation is refused', () => ({ content: 'indicator' })),
  approveIndicatorValue: refused(() => ({ id: 'none' })),
  returnIndicatorValue: refused(() => ({ id: 'none', reason: '核对情况' })),
  closeIndicatorPeriod: directory('closes the own sites only', () => ({ month: '2999-01' })),
  restateIndicator: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital, month, numerator: '1', denominator: '2', reason: '核对情况' })),
};
