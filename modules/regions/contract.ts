import type { ModuleContract } from '#platform/kernel/contract.ts';
import { getCalendarYear, loadCalendarYear } from './contract/calendar.ts';
import { applyRegion, checkRegion, compareRegion, endRegion, getRegion, listAnswers, listRegions } from './contract/operations.ts';

const READERS = [
  'consortium-office', 'health-bureau', 'insurance-bureau', 'insurance-office', 'township-doctor', 'specialist', 'referral-coordinator', 'ward-manager', 'system-administrator', 'integrator', 'coder',
  'diagnostic-reader',
] as const;

export const contract = {
  module: 'regions',
  title: { zh: '地区政策', en: 'Regions' },
  operations: { applyRegion, endRegion, checkRegion, listRegions, getRegion, compareRegion, listAnswers, loadCalendarYear, getCalendarYear },
  permissions: {
    'regions.read': { zh: '查看地区政策', en: 'Read the policies of regions', roles: READERS },
    'regions.apply': { zh: '启用地区政策包', en: 'Put packs of regions into force', roles: ['consortium-office', 'health-bureau'] },
    'regions.end': { zh: '停用地区政策', en: 'Take regions out of force', roles: ['consortium-office', 'health-bureau'] },
    'regions.load-calendar': { zh: '载入年度放假调休安排', en: 'Load the notices of days off and make-up days', roles: ['consortium-office', 'health-bureau'] },
  },
  problems: {
    'regions.faulty': { kind: 'invalid', zh: '政策包有错，未启用。请按文件和行号逐条改正后再试。', en: 'The pack has faults and was not applied. Correct each at its file and line, then try again.' },
    'regions.version-taken': { kind: 'conflict', zh: '该版本号已用于另一内容。已启用的版本不可改写，请在 region.yaml 中提高版本号。', en: 'This version number stands for other content. A version in force is never rewritten: raise the version in region.yaml.' },
    'regions.version-older': { kind: 'business-rule', zh: '版本号低于当前版本，请使用更高的版本号。', en: 'The version is lower than the one in force. Use a higher one.' },
    'regions.unknown': { kind: 'not-found', zh: '没有这个地区或版本。', en: 'There is no such region or version.' },
    'regions.already-ended': { kind: 'conflict', zh: '该地区政策已停用。', en: 'This region is out of force already.' },
    'regions.calendar-faulty': { kind: 'invalid', zh: '放假调休安排有错，一天也没有载入。请按行号逐条改正后再试。', en: 'The notice has faults and no day of it was taken. Correct each line, then try again.' },
    'regions.calendar-unchanged': { kind: 'conflict', zh: '该年已载入内容和来源完全相同的安排，无需重复。', en: 'The same notice with the same source is in force for this year already.' },
  },
  events: {
    'regions.applied': { zh: '地区政策包已启用', en: 'A version of a region is in force' },
    'regions.ended': { zh: '地区政策已停用', en: 'A region is out of force' },
    'regions.calendar-loaded': { zh: '年度放假调休安排已载入', en: 'The notice of a year was loaded' },
  },
} as const satisfies ModuleContract;
