import { defineMessages } from '#platform/web/text/messages.ts';

/** Words that several screens of the room share; each folder has its own for the rest. */
export const messages = defineMessages({
  organisation: ['机构', 'Organisation'],
  speciality: ['科室', 'Speciality'],
  clinic: ['门诊', 'Clinic'],
  doctor: ['医生', 'Doctor'],
  state: ['状态', 'State'],
  reason: ['原因', 'Reason'],
  time: ['时间', 'Time'],
  day: ['日期', 'Day'],
  person: ['居民', 'Person'],
  pool: ['号源类别', 'Pool'],
  taken: ['已约', 'Taken'],
  allSites: ['全部机构', 'All sites'],
  allSpecialities: ['全部科室', 'All specialities'],
  ownSiteOnly: ['由该机构办理', 'Done by that site'],
  saved: ['已保存', 'Saved'],
  personHint: ['姓名、拼音首字母、证件号或电话', 'Name, pinyin initials, number or telephone'],
});
