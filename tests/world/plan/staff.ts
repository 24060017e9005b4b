import { phoneNumber } from '../identifiers.ts';
import { planIds, type IdSource } from '../ids.ts';
import { nameOf, type Sex } from '../names.ts';
import { randomOf, type Random } from '../random.ts';
import type { StaffRole, WorldOrganisation, WorldStaff } from './types.ts';

/** One post to be filled. */
interface Post {
  readonly roles: readonly StaffRole[];
  readonly department?: string;
  readonly title: string;
  readonly speciality?: string;
  readonly demoSignIn?: boolean;
}

const post = (roles: StaffRole | readonly StaffRole[], title: string, more: Omit<Post, 'roles' | 'title'> = {}): Post => ({
  roles: typeof roles === 'string' ? [roles] : roles,
  title,
  ...more,
});

const LEAD_SPECIALITIES = [
  '心血管内科', '心血管内科', '神经内科', '神经内科', '呼吸与危重症医学科', '消化内科', '内分泌科', '肾病科', '普通外科', '普通外科', '骨科', '骨科', '泌尿外科',
  '神经外科', '妇科', '产科', '儿科', '眼科', '肿瘤科', '急诊医学科', '康复医学科', '重症医学科',
] as const;
const TCM_SPECIALITIES = ['中医内科', '针灸推拿科', '中医骨伤科', '中医康复科', '中医妇科'] as const;
const CITY_SPECIALITIES = ['神经内科', '神经外科', '肿瘤科', '心血管内科'] as const;
const MATERNAL_SPECIALITIES = ['产科', '妇科', '儿科'] as const;
const TITLES = ['主任医师', '副主任医师', '主治医师'] as const;

const specialists = (names: readonly string[]): Post[] =>
  names.map((name, index) => post('specialist', TITLES[index % TITLES.length]!, { department: name, speciality: name, demoSignIn: index === 0 }));

const coordinator = (demoSignIn: boolean): Post => post('referral-coordinator', '主管护师', { demoSignIn });

function leadPosts(): Post[] {
  return [
    ...specialists(LEAD_SPECIALITIES),
    coordinator(true),
    coordinator(false),
    post('ward-manager', '护士长', { department: '心血管内科', demoSignIn: true }),
    post('ward-manager', '护士长', { department: '神经内科' }),
    post('ward-manager', '护士长', { department: '骨科' }),
    ...['心血管内科', '神经内科', '普通外科', '产科'].map((department) => post('nurse', '护师', { department })),
  ];
}

function consortiumPosts(): Post[] {
  return [
    post('consortium-office', '办公室主任', { department: '综合办公室', demoSignIn: true }),
    post('consortium-office', '科员', { department: '综合办公室' }),
    post('index-manager', '主索引管理员', { department: '信息管理部', demoSignIn: true }),
    post('privacy-officer', '隐私专员', { department: '信息管理部', demoSignIn: true }),
    post('security-administrator', '安全管理员', { department: '信息管理部', demoSignIn: true }),
    post('system-administrator', '系统管理员', { department: '信息管理部', demoSignIn: true }),
    post('audit-administrator', '审计管理员', { department: '信息管理部', demoSignIn: true }),
  ];
}

/** Townships 1 … 4 of the list carry the sign-ins of the demonstration; `first` marks the first organisation of its kind. */
function postsOf(organisation: WorldOrganisation, first: boolean, random: Random): Post[] {
  switch (organisation.kind) {
    case 'health-bureau':
      return [post('health-bureau', '医政股股长', { demoSignIn: true }), post('health-bureau', '科员')];
    case 'consortium':
      return consortiumPosts();
    case 'hospital':
      return organisation.slug === 'county' ? leadPosts() : [...specialists(CITY_SPECIALITIES).map((entry) => ({ ...entry, demoSignIn: false })), coordinator(false)];
    case 'tcm-hospital':
      return [...specialists(TCM_SPECIALITIES), coordinator(false), post('ward-manager', '护士长', { department: '中医康复科' })];
    case 'maternal-child':
      return [...specialists(MATERNAL_SPECIALITIES).map((entry) => ({ ...entry, demoSignIn: false })), coordinator(false)];
    case 'township-hospital':
    case 'community-centre':
      return townshipPosts(organisation, first, random);
    case 'village-room':
      return [post('village-doctor', '乡村医生', { demoSignIn: first })];
    case 'community-station':
      return [post('village-doctor', '执业（助理）医师', { department: undefined })];
    case 'private-hospital':
      return [post('specialist', '主治医师', { department: '内科', speciality: '内科' }), coordinator(false)];
    case 'private-clinic':
      return [post('township-doctor', '执业医师')];
    default:
      return [];
  }
}

function townshipPosts(organisation: WorldOrganisation, first: boolean, random: Random): Post[] {
  const doctors = random.int(2, 4);
  return [
    ...Array.from({ length: doctors }, (_, index) =>
      post(index === 1 ? ['township-doctor', 'referral-coordinator'] : 'township-doctor', index === 0 ? '副主任医师' : '执业医师', {
        department: '全科医疗科',
        demoSignIn: first && index < 2,
      }),
    ),
    ...(organisation.beds > 0 ? [post('ward-manager', '护士长', { department: '内科' })] : []),
    post('nurse', '护士', { department: '全科医疗科' }),
  ];
}

/** Posts of the shared services; drawn after all others, so that nobody else's name depends on them. */
function servicePostsOf(organisation: WorldOrganisation, first: boolean): Post[] {
  if (organisation.kind === 'health-bureau') return [post('insurance-bureau', '待遇保障科科长', { demoSignIn: true })];
  if (organisation.kind === 'consortium') return [post('insurance-office', '医保办主任', { demoSignIn: true }), post('integrator', '接口工程师', { demoSignIn: true })];
  if (organisation.kind === 'township-hospital') return [post('technician', '技师', { demoSignIn: first })];
  if (organisation.kind !== 'hospital' || organisation.slug !== 'county') return [];
  return [
    ...['影像诊断', '影像诊断', '心电诊断', '病理诊断'].map((speciality, index) => post('diagnostic-reader', TITLES[index % TITLES.length]!, { speciality, demoSignIn: index < 3 })),
    post('laboratory-staff', '主管技师', { demoSignIn: true }),
    post('laboratory-staff', '技师'),
    post('technician', '技师'),
    post('coder', '病案编码员', { demoSignIn: true }),
  ];
}

/** Everybody with an account, organisation by organisation. Sign-in names: pinyin of the name, a dot, the organisation's slug. */
export function staffOf(seed: number, referenceDate: string, organisations: readonly WorldOrganisation[]): WorldStaff[] {
  const ids = planIds(seed, 8);
  const random = randomOf(seed, 'staff');
  const used = new Set<string>();
  const kinds = new Set<string>();
  const list: WorldStaff[] = [];
  for (const organisation of organisations) {
    const first = !kinds.has(organisation.kind);
    kinds.add(organisation.kind);
    for (const entry of postsOf(organisation, first, random)) {
      list.push(staffMember(entry, { organisation, ids, random, used, number: list.length, year: Number(referenceDate.slice(0, 4)) }));
    }
  }
  const serviceRandom = randomOf(seed, 'service-staff');
  const seen = new Set<string>();
  for (const organisation of organisations) {
    const first = !seen.has(organisation.kind);
    seen.add(organisation.kind);
    for (const entry of servicePostsOf(organisation, first)) {
      list.push(staffMember(entry, { organisation, ids, random: serviceRandom, used, number: list.length, year: Number(referenceDate.slice(0, 4)) }));
    }
  }
  return list;
}

interface Hiring {
  readonly organisation: WorldOrganisation;
  readonly ids: IdSource;
  readonly random: Random;
  readonly used: Set<string>;
  readonly number: number;
  readonly year: number;
}

/** Staff phones follow after the block that residents can use. */
const STAFF_NUMBER_START = 60_000_000;

function staffMember(entry: Post, hiring: Hiring): WorldStaff {
  const { organisation, random } = hiring;
  const nursing = entry.roles.includes('nurse') || entry.roles.includes('ward-manager');
  const sex: Sex = random.chance(nursing ? 0.05 : 0.55) ? 'male' : 'female';
  const birthYear = hiring.year - random.int(28, 58);
  const name = nameOf(random, { sex, birthYear });
  const department = organisation.departments.find((candidate) => candidate.name === entry.department);
  return {
    id: hiring.ids.newId(),
    name: name.text,
    sex,
    birthDate: `${birthYear}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`,
    loginName: uniqueLogin(`${name.pinyin}.${organisation.slug}`, hiring.used),
    roles: entry.roles,
    organisationId: organisation.id,
    departmentId: department?.id ?? organisation.departments[0]?.id ?? null,
    title: entry.title,
    speciality: entry.speciality ?? null,
    phone: phoneNumber(STAFF_NUMBER_START + hiring.number),
    demoSignIn: entry.demoSignIn ?? false,
  };
}

function uniqueLogin(wanted: string, used: Set<string>): string {
  let login = wanted;
  for (let serial = 2; used.has(login); serial += 1) login = wanted.replace('.', `${serial}.`);
  used.add(login);
  return login;
}
