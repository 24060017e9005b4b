import { defineMessages } from '#platform/web/text/messages.ts';

/** Words that several screens of the room share; each folder has its own for the rest. */
export const messages = defineMessages({
  organisation: ['机构', 'Organisation'],
  needsRole: ['当前角色不能“{act}”，由{roles}办理。', 'Your role may not "{act}". Ask: {roles}.'],
  needsOrganisation: ['须由 {names} 或其上级机构办理；请切换所代表的机构。', 'Only {names} or an organisation above may do this. Switch the organisation you act for.'],
  validFrom: ['生效日期', 'Valid from'],
  validUntil: ['截止日期', 'Valid until'],
  endsOn: ['结束日期', 'Ends on'],
  reason: ['理由', 'Reason'],
  since: ['自 {day}', 'since {day}'],
  openEnded: ['长期', 'open-ended'],
  today: ['今天', 'today'],
  level: ['级别', 'Level'],
  kind: ['类别', 'Kind'],
  ownership: ['举办性质', 'Ownership'],
  name: ['名称', 'Name'],
  telephone: ['电话', 'Telephone'],
  state: ['状态', 'State'],
  saved: ['已保存', 'Saved'],
  ended: ['已结束', 'Ended'],
  end: ['结束', 'End'],
  openOrganisation: ['打开机构', 'Open the organisation'],
  all: ['全部', 'All'],
  tableOf: ['{title}表', '{title}, table'],
  clear: ['清除', 'Clear'],
});
