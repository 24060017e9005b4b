import { act, directory, nothing, own, refused, type Entry } from '../entry.ts';

const DEFINITIONS = 'definitions of indicators as data, without persons';
const month = '2026-03';
const HEAD = 'indicator,organisation,month,numerator,denominator,source';

/** What a stranger gets from each operation of the room. */
export const indicators: Record<string, Entry> = {
  listIndicators: directory(DEFINITIONS),
  getCockpit: refused(({ hospital }) => ({ organisationId: hospital })),
  getIndicatorCard: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital })),
  listIndicatorCases: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital, month })),
  listIndicatorEntries: nothing(() => ({})),
  dueIndicatorEntries: refused(({ hospital }) => ({ month, organisationId: hospital })),
  listIndicatorPeriods: refused(({ hospital }) => ({ organisationId: hospital })),
  exportIndicators: refused(({ hospital }) => ({ organisationId: hospital, form: 'json' })),
  enterIndicatorValue: refused(({ hospital }) => ({ indicatorId: 'Y15', organisationId: hospital, month, numerator: '1', denominator: '2', sourceNote: '财务年报' })),
  loadIndicatorFile: { reach: 'own', why: 'a file with one line of another organisation is taken in no part', inputs: (_, { hospital }) => [{ contentBase64: Buffer.from(`${HEAD}\nY15,${hospital},2026-02,1,2,财务年报\n`).toString('base64') }] },
  approveIndicatorValue: act('indicatorEntry'),
  returnIndicatorValue: act('indicatorEntry', { reason: '核对情况' }),
  getReferralFlows: refused(({ hospital }) => ({ organisationId: hospital })),
  getIndicatorMatrix: refused(({ hospital }) => ({ organisationId: hospital })),
  listIndicatorBands: nothing(() => ({})),
  listIndicatorAlerts: nothing(() => ({ of: 'all' })),
  countIndicatorAlerts: own('counts the alerts for the own account'),
  listIndicatorWatchers: nothing(() => ({})),
  setIndicatorBand: own('watches the own organisations, by a person of theirs only', { indicatorId: 'Y16b', low: '1', watcherId: 'nobody' }),
  endIndicatorBand: act('indicatorBand'),
  acknowledgeIndicatorAlert: act('indicatorAlert'),
  assignIndicatorAlert: act('indicatorAlert', { assigneeId: 'nobody' }),
  noteIndicatorAlert: act('indicatorAlert', { note: '核对情况' }),
  closeIndicatorAlert: act('indicatorAlert', { note: '核对情况' }),
  closeIndicatorPeriod: own('closes the own sites only', { month: '2001-01' }),
  restateIndicator: refused(({ hospital }) => ({ indicatorId: 'Y14', organisationId: hospital, month, numerator: '1', denominator: '2', reason: '核对情况' })),
};
