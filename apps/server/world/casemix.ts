import { formCatalogue } from '#modules/casemix/contract/catalogues.ts';
import { groupDischarges, importFrontPages } from '#modules/casemix/contract/discharges.ts';
import { createPack, putPackInForce, storePackFile } from '#modules/casemix/contract/packs.ts';
import { demonstrationPack } from '#modules/casemix/server/api.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage, type Stage } from './stage.ts';

const DISCHARGES = 160;
const HOSPITALS_MAX = 3;
const HOSPITALS = new Set(['hospital', 'tcm-hospital', 'township-hospital']);
const TITLES = ['A48', 'A49', 'A11', 'A12C', 'A13', 'A14', 'B11C', 'B12', 'B15', 'B16C', 'B20', 'B25', 'B29', 'B34C', 'A46C', 'C03C', 'C04N', 'C05C', 'C06x01C', 'C07x01N', 'C08x01C', 'C14x01C', 'C15x01N', 'C16x01', 'D01', 'D11', 'D16', 'D17', 'D20', 'D23', 'D31', 'D09'];
const GIVEN = ['子涵', '建国', '秀英', '桂芳', '志强', '玉兰', '海燕', '俊杰'];
const FAMILY = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王'];

interface Kind {
  readonly principal: readonly [string, string];
  readonly procedure?: readonly [string, string];
  readonly department: string;
  readonly doctor: string;
  readonly sex?: '1' | '2';
  readonly age: number;
  readonly days: number;
  readonly yuan: number;
}

/** Everyday stays of the invented scheme. */
const KINDS: readonly Kind[] = [
  { principal: ['J18.900', '肺炎'], department: '呼吸内科', doctor: '林医师', age: 66, days: 8, yuan: 5200 }, { principal: ['I63.900', '脑梗死'], department: '神经内科', doctor: '何医师', age: 70, days: 11, yuan: 8600 },
  { principal: ['I50.900', '心力衰竭'], department: '心血管内科', doctor: '陈医师', age: 74, days: 9, yuan: 7400 }, { principal: ['I10.x00', '高血压'], department: '心血管内科', doctor: '陈医师', age: 61, days: 6, yuan: 3100 },
  { principal: ['K35.900', '急性阑尾炎'], procedure: ['47.0100', '腹腔镜下阑尾切除术'], department: '普外科', doctor: '高医师', age: 34, days: 5, yuan: 9300 },
  { principal: ['K80.100', '胆囊结石伴胆囊炎'], procedure: ['51.2300', '腹腔镜下胆囊切除术'], department: '普外科', doctor: '高医师', age: 52, days: 7, yuan: 13200 },
  { principal: ['S72.000', '股骨颈骨折'], procedure: ['81.5100', '全髋关节置换'], department: '骨科', doctor: '马医师', age: 76, days: 13, yuan: 36500 }, { principal: ['E11.900', '2型糖尿病'], department: '内分泌科', doctor: '罗医师', age: 58, days: 7, yuan: 4300 },
  { principal: ['O82.900', '剖宫产'], procedure: ['74.1x00', '低位子宫下段剖宫产'], department: '产科', doctor: '谢医师', sex: '2', age: 29, days: 5, yuan: 8900 }, { principal: ['K29.500', '慢性胃炎'], department: '消化内科', doctor: '许医师', age: 47, days: 5, yuan: 3300 },
  { principal: ['J18.900', '肺炎'], procedure: ['47.0900', '阑尾切除术'], department: '呼吸内科', doctor: '林医师', age: 55, days: 10, yuan: 15100 }, { principal: ['Z51.100', '化学治疗'], department: '肿瘤科', doctor: '唐医师', age: 60, days: 4, yuan: 6800 },
];
const OTHERS: readonly (readonly [string, string] | undefined)[] = [undefined, undefined, ['E11.200', '2型糖尿病伴肾病'], ['I48.900', '心房颤动'], ['J96.000', '急性呼吸衰竭'], undefined, ['D64.900', '贫血'], ['N17.900', '急性肾衰竭']];

/** Everything the same at each load: numbers follow from the place in the list. */
const spread = (index: number, salt: number): number => ((index * 7919 + Math.floor(index / 1000) * 6151 + salt * 104_729) % 1000) / 1000;
/** Each hospital leans to other kinds of cases and costs a little more or less than the others. */
const LEANING = [{ kinds: 1, cost: 1.06 }, { kinds: 1.5, cost: 0.94 }, { kinds: 0.7, cost: 0.88 }] as const;

function pageOf(index: number, today: string): string {
  const leaning = LEANING[Math.floor(index / 1000) % LEANING.length]!;
  const kind = KINDS[Math.floor(spread(index, 1) ** leaning.kinds * KINDS.length)]!;
  const other = OTHERS[Math.floor(spread(index, 2) * OTHERS.length)];
  const days = Math.max(1, Math.round(kind.days * (0.6 + spread(index, 3))));
  const discharged = addDays(today, -1 - (index % 80));
  const admitted = addDays(discharged, -days);
  const total = Math.round(kind.yuan * (0.55 + spread(index, 4) * 1.1) * (other === undefined ? 1 : 1.25) * leaning.cost) * 100;
  const parts = [0.2, 0.15, 0.15, kind.procedure === undefined ? 0 : 0.2, 0.3].map((share) => Math.round(total * share));
  const rest = total - parts.reduce((sum, part) => sum + part, 0);
  const yuan = (fen: number): string => (fen / 100).toFixed(2);
  const age = kind.age + Math.round(spread(index, 5) * 10);
  // Every ninth page leaves things open, so that the list of what to complete is not empty.
  const open = index % 9 === 0;
  return [
    `ZY${100_000 + index}`, '1', FAMILY[index % 8]! + GIVEN[(index * 3) % 8]!, kind.sex ?? String(1 + (index % 2)), `${Number(today.slice(0, 4)) - age}-01-01`, String(age), '1', admitted, discharged, open ? '' : kind.department, String(days), kind.doctor,
    open ? '' : '编码员', index % 53 === 0 ? '5' : '1', '1', ...kind.principal, open ? '' : '1', other?.[0] ?? '', other?.[1] ?? '', other === undefined ? '' : '1', kind.procedure?.[0] ?? '', kind.procedure?.[1] ?? '',
    kind.procedure === undefined ? '' : admitted, yuan(total), yuan(parts[0]!), yuan(parts[1]!), yuan(parts[2]!), yuan(parts[3]!), yuan(parts[4]!), yuan(rest), yuan(Math.round(total * (0.25 + spread(index, 6) / 10))),
  ].join(',');
}

/** A demonstration scheme takes force, hospitals import their front pages; some rows are refused, as in life. */
export async function playCasemix(request: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(request.database, request.modules);
  const office = request.plan.staff.find(({ roles }) => roles.includes('insurance-office'));
  if (!stage.has(importFrontPages) || office === undefined) return [];
  try {
    const today = chinaDate(request.until);
    await playPacks(stage, office, { at: request.until, today });
    const coder = request.plan.staff.find(({ roles }) => roles.includes('coder'));
    const hospitals = request.plan.organisations.filter(({ kind, insideCounty }) => insideCounty && HOSPITALS.has(kind)).slice(0, HOSPITALS_MAX);
    // The office of the consortium sends the pages of hospitals that have no coder of their own.
    for (const [index, { id }] of hospitals.entries()) await playImport(stage, coder?.organisationId === id ? coder : office, { at: request.until, today, from: index * 1000, hospital: id });
    await playCatalogues(stage, office, { at: request.until, today, hospitals: hospitals.map(({ id }) => id) });
    return [];
  } catch (error) {
    return [{ key: 'casemix', error }];
  }
}

interface When {
  readonly at: Date;
  readonly today: string;
}

async function playPacks(stage: Stage, member: WorldStaff, { at, today }: When): Promise<void> {
  for (const [version, heavier] of [['2026', false], ['2027 征求意见', true]] as const) {
    const key = `world-casemix-${version}`;
    const pack = await stage.act(createPack, { organisationId: member.organisationId, scheme: 'drg', name: '演示分组方案（自拟，非任何地区）', version }, { member, at, key });
    for (const [fileName, content] of demonstrationPack(heavier)) await stage.act(storePackFile, { id: pack.id, fileName, content }, { member, at, key: `${key}-${fileName}` });
    if (!heavier) await stage.act(putPackInForce, { id: pack.id, validFrom: addDays(today, -365), movedSeen: 0, note: '演示启用' }, { member, at, key: `${key}-force` });
  }
}

async function playImport(stage: Stage, member: WorldStaff, { at, today, from, hospital }: When & { from: number; hospital: string }): Promise<void> {
  const rows = Array.from({ length: DISCHARGES }, (_, index) => pageOf(from + index, today));
  const wrong = [rows[0]!.replace(/ZY\d+/, 'ZY900001').replace(/\d{4}-\d{2}-\d{2}(?=,\d{4})/, '2026-02-31'), rows[1]!.replace(/ZY\d+/, 'ZY900002').replace(/,[A-Z]\d\d\.\w+,/, ',,')];
  const base64 = Buffer.from([TITLES.join(','), ...rows, ...wrong].join('\n')).toString('base64');
  await stage.act(importFrontPages, { organisationId: hospital, fileName: '病案首页.csv', base64 }, { member, at, key: `world-casemix-import-${hospital}` });
}

/** Norms of a demonstration: a sub-type that costs more, and how many cases make a group of its own. */
const FORMING = (threshold: number): string => JSON.stringify({
  threshold, auxiliaries: [{ code: 'OLD', name: '高龄（80 岁及以上）', catalogue: '年龄', when: { age_years_min: 80 }, casesMin: 5 }, { code: 'LONG', name: '住院超过 12 天', catalogue: '疾病严重程度', when: { los_min: 13 }, casesMin: 5 }],
});

/** A DIP catalogue formed from these very discharges takes force; the next one, with another threshold, waits for its comparison. */
async function playCatalogues(stage: Stage, member: WorldStaff, { at, today, hospitals }: When & { hospitals: readonly string[] }): Promise<void> {
  for (const [version, threshold] of [['2026', 15], ['2027 征求意见', 45]] as const) {
    const key = `world-casemix-dip-${version}`;
    const pack = await stage.act(createPack, { organisationId: member.organisationId, scheme: 'dip', name: '演示病种目录（由本县病例形成）', version }, { member, at, key });
    await stage.act(storePackFile, { id: pack.id, fileName: 'parameters.json', content: FORMING(threshold) }, { member, at, key: `${key}-parameters` });
    await stage.act(formCatalogue, { id: pack.id, untilYear: Number(today.slice(0, 4)) }, { member, at, key: `${key}-form` });
    if (threshold !== 15) continue;
    await stage.act(putPackInForce, { id: pack.id, validFrom: addDays(today, -365), movedSeen: 0, note: '演示启用' }, { member, at, key: `${key}-force` });
    for (const organisationId of hospitals) await stage.act(groupDischarges, { organisationId, scheme: 'dip' }, { member, at, key: `${key}-group-${organisationId}` });
  }
}
