import { act, nothing, own, refused, type Entry } from '../entry.ts';

const reason = '核对情况';

/** What a stranger gets from each operation of the room. */
export const taskLedger: Record<string, Entry> = {
  assignTask: refused(({ ids, hospital }) => ({ id: ids.ledgerTask, organisationId: hospital }), ({ ids }, asker) => ({ id: ids.ledgerTask, organisationId: asker.hospital })),
  assignBody: refused(({ mark, hospital }) => ({ sourceId: `${mark}-policy`, bodyId: 'bureau', organisationId: hospital }), ({ mark }, asker) => ({ sourceId: `${mark}-policy`, bodyId: 'bureau', organisationId: asker.hospital })),
  planTask: act('ledgerTask', { milestones: [{ title: '方案', due: '2027-01-31', quarter: '2027Q1' }] }),
  startTask: act('ledgerTask'),
  reportTask: act('ledgerTask', { progress: 10 }),
  submitTask: act('ledgerTask', { statement: reason, evidence: [{ title: '文件' }] }),
  verifyTask: act('ledgerTask', { note: reason }),
  returnTask: act('ledgerTask', { reason }),
  closeTask: act('ledgerTask'),
  suspendTask: act('ledgerTask', { reason }),
  resumeTask: act('ledgerTask', { reason }),
  listLedgerTasks: nothing(() => ({}), ({ mark }) => ({ sourceId: `${mark}-policy` })),
  getLedgerTask: act('ledgerTask'),
  countWaitingTasks: nothing(() => ({})),
  summariseTasks: nothing(() => ({}), ({ mark }) => ({ sourceId: `${mark}-policy` })),
  publishBulletin: own('sums up the own ledger; a policy of others has nothing in it', { quarter: '2026Q2', title: '季度通报' }),
  receiveBulletin: act('bulletin'),
  listBulletins: nothing(() => ({})),
  countWaitingBulletins: nothing(() => ({})),
  getBulletin: act('bulletin'),
  downloadBulletin: act('bulletin', { form: 'pdf' }),
};
