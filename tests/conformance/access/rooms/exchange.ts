import { act, directory, nothing, own, refused, type Entry } from '../entry.ts';

const TABLE = Buffer.from('姓名,出生日期\n', 'utf8').toString('base64');

/** What a stranger gets from each operation of the room. */
export const exchange: Record<string, Entry> = {
  listMessages: nothing(() => ({})),
  countMessages: nothing(() => ({})),
  getMessage: act('exchangeMessage'),
  readMessageBody: act('exchangeMessage', { reason: '核对' }),
  rerunMessage: act('exchangeMessage'),
  rerunMessages: own('takes up failed messages of the own organisations only; with none it is refused'),
  setMessageAside: act('exchangeMessage', { reason: '核对' }),
  applyMessage: own('applies a file for the own organisation', { content: Buffer.from('hello', 'utf8').toString('base64') }),
  sendMessage: refused(({ ids, resident }) => ({ siteId: ids.exchangeSite, resource: `Patient/${resident.id}`, event: 'ADT^A08' })),
  listExchangeSites: nothing(() => ({})),
  registerSite: refused(({ hospital }) => ({ organisationId: hospital, name: '接口', application: 'HIS', facility: 'X' })),
  changeSite: refused(({ ids, mark }) => ({ id: ids.exchangeSite, name: '接口', application: `${mark}-HIS`, facility: mark })),
  connectionCoverage: nothing(() => ({})),
  listMappings: directory('mappings are rules of the house; no person stands in them'),
  getMapping: directory('mappings are rules of the house; no person stands in them', () => ({ name: 'adt' })),
  saveMapping: own('saves a rule of the house; this one is no mapping', { name: 'adt', text: 'x', note: '试', basedOn: 0 }),
  previewMapping: own('works on what was typed and keeps nothing', { message: 'MSH|^~\\&|A|B|||20260101||ADT^A04|1|P|2.5\rPID|1||1^^^A^MR||甲' }),
  previewOutgoing: own('works on what was typed and keeps nothing', { resources: JSON.stringify({ resourceType: 'Patient', name: [{ text: '甲' }] }), event: 'ADT^A08' }),
  previewTable: own('works on what was handed in and keeps nothing', { content: TABLE, fileName: 'a.csv', target: 'residents' }),
  importTable: own('imports for the own organisation', { content: TABLE, fileName: 'a.csv', target: 'residents', columns: { 姓名: 'name', 出生日期: 'birthDate' } }),
  cancelTableImport: act('tableImport'),
  listTableImports: nothing(() => ({})),
  listTableFaults: act('tableImport'),
};
