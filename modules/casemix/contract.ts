import type { ModuleContract } from '#platform/kernel/contract.ts';
import { analyseCasemix, analyseGroup, exportCasemix } from './contract/analysis.ts';
import { getDischarge, groupDischarges, importFrontPages, listDischarges, listImports, tryGrouping } from './contract/discharges.ts';
import { formCatalogue, getCatalogue, listCatalogueCases } from './contract/catalogues.ts';
import { comparePack, createPack, listPacks, putPackInForce, storePackFile, withdrawPack } from './contract/packs.ts';

const OFFICES = ['coder', 'insurance-office', 'insurance-bureau', 'consortium-office', 'health-bureau'] as const;
const KEEPERS = ['insurance-bureau', 'insurance-office'] as const;
const DOCTORS = ['specialist', 'township-doctor'] as const;

export const contract = {
  module: 'casemix',
  title: { zh: '病组管理', en: 'Case mix' },
  operations: {
    createPack, storePackFile, putPackInForce, withdrawPack, listPacks, comparePack, importFrontPages, groupDischarges, listImports, listDischarges, getDischarge, tryGrouping,
    analyseCasemix, analyseGroup, exportCasemix, formCatalogue, getCatalogue, listCatalogueCases,
  },
  permissions: {
    'casemix.read': { zh: '查看分组方案与目录', en: 'Read packs and catalogues', roles: [...OFFICES, ...DOCTORS] },
    'casemix.create-pack': { zh: '新建方案版本', en: 'Begin versions of packs', roles: KEEPERS },
    'casemix.store-pack-file': { zh: '存入方案文件', en: 'Store files of packs', roles: KEEPERS },
    'casemix.form-catalogue': { zh: '由历史病例形成目录', en: 'Form catalogues from history', roles: KEEPERS },
    'casemix.put-pack-in-force': { zh: '方案生效', en: 'Put packs in force', roles: KEEPERS },
    'casemix.withdraw-pack': { zh: '停用方案', en: 'Withdraw packs', roles: KEEPERS },
    'casemix.import-front-pages': { zh: '导入病案首页', en: 'Import front pages', roles: ['coder', 'insurance-office'] },
    'casemix.group-discharges': { zh: '重新分组', en: 'Group discharges anew', roles: ['coder', 'insurance-office'] },
    'casemix.read-discharges': { zh: '查看出院病例与分组', en: 'Read discharges and their groups', roles: ['coder', 'insurance-office', 'insurance-bureau'] },
    'casemix.try-grouping': { zh: '试分组', en: 'Try a grouping', roles: ['coder', 'insurance-office', ...DOCTORS] },
    'casemix.analyse': { zh: '病组分析与导出', en: 'Analyse and export the case mix', roles: OFFICES },
  },
  problems: {
    'casemix.pack-refused': { kind: 'invalid', zh: '分组方案或编码表不能使用，原因逐条列出；请按位置改正后重新载入。', en: 'The grouping pack or code map cannot be used; each place and reason is listed. Correct them and load it again.' },
    'casemix.pack-exists': { kind: 'conflict', zh: '已有同名同版本的方案，请换一个版本号。', en: 'A pack of this name and version exists. Choose another version.' },
    'casemix.wrong-state': { kind: 'conflict', zh: '方案当前状态不允许此操作：只有草稿可以改动和生效，只有生效的方案可以停用。', en: 'The state of the pack does not allow this: drafts can be changed and put in force, a pack in force can be withdrawn.' },
    'casemix.not-compared': { kind: 'business-rule', zh: '生效前须先看过比较结果，变动病例数与当前不符；请重新打开比较后确认。', en: 'The comparison must be looked at before the pack takes force; the number of moved cases is not the present one. Open the comparison and confirm.' },
    'casemix.no-pack': { kind: 'business-rule', zh: '此日期没有生效的分组方案，请由医保局或医保办先使方案生效。', en: 'No pack is in force on this day. The insurance bureau or office must put one in force.' },
    'casemix.only-dip': { kind: 'business-rule', zh: '只有 DIP 目录可由历史病例形成；DRG 方案请存入方案文件。', en: 'Only a DIP catalogue is formed from history; store the files of a DRG pack.' },
    'casemix.no-history': { kind: 'business-rule', zh: '没有可用的历史病例，未形成目录。请先导入病案首页。', en: 'No case of the years can be used; no catalogue was formed. Import front pages first.' },
    'casemix.history-too-long': { kind: 'business-rule', zh: '病例超过 20 万，请用命令 yigong casemix catalogue build 形成目录后存入文件。', en: 'More than 200,000 cases: form the catalogue with yigong casemix catalogue build and store its files.' },
    'casemix.dates-disagree': { kind: 'invalid', zh: '失效日早于生效日，请核对。', en: 'It ends before it begins. Correct the days.' },
    'casemix.file-unreadable': { kind: 'invalid', zh: '文件无法读取：须为 CSV（UTF-8 或 GB18030）或 Excel（.xlsx），首行为列名。', en: 'The file cannot be read: CSV (UTF-8 or GB18030) or Excel (.xlsx) with a title row is needed.' },
  },
  events: {
    'casemix.pack-created': { zh: '新建了方案版本', en: 'A version of a pack was begun' },
    'casemix.pack-file-stored': { zh: '存入了方案文件', en: 'A file of a pack was stored' },
    'casemix.catalogue-formed': { zh: '由历史病例形成了目录', en: 'A catalogue was formed from history' },
    'casemix.pack-put-in-force': { zh: '方案已生效', en: 'A pack took force' },
    'casemix.pack-withdrawn': { zh: '方案已停用', en: 'A pack was withdrawn' },
    'casemix.front-pages-imported': { zh: '导入了病案首页', en: 'Front pages were imported' },
    'casemix.discharges-grouped': { zh: '病例已重新分组', en: 'Discharges were grouped anew' },
  },
} as const satisfies ModuleContract;
