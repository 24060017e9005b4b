import type { IdSource } from '../ids.ts';
import type { Department, OrganisationKind } from './types.ts';

const parse = (list: string): { code: string; name: string }[] =>
  list.split(' ').map((entry) => {
    const [code = '', name = ''] = entry.split(':');
    return { code, name };
  });

/** Codes follow the national catalogue of clinical departments (诊疗科目). */
const HOSPITAL = parse(
  '03.04:心血管内科 03.02:消化内科 03.01:呼吸与危重症医学科 03.03:神经内科 03.07:内分泌科 03.06:肾病科 04.01:普通外科 04.03:骨科 04.04:泌尿外科 04.02:神经外科 ' +
    '05.01:妇科 05.02:产科 07:儿科 10:眼科 11:耳鼻咽喉科 19:肿瘤科 20:急诊医学科 21:康复医学科 28:重症医学科 30:医学检验科 32:医学影像科 31:病理科 32.06:心电诊断科',
);
const TCM = parse('50.01:中医内科 50.02:中医外科 50.06:针灸推拿科 50.04:中医骨伤科 50.15:中医康复科 50.03:中医妇科 30:检验科 32:影像科');
const TOWNSHIP = parse('02:全科医疗科 03:内科 04:外科 50:中医科 01:预防保健科 30:检验室 32:放射室');
const COMMUNITY = parse('02:全科医疗科 50:中医科 01:预防保健科');
const PRIVATE = parse('03:内科 04:外科 21:康复医学科');
const MATERNAL = parse('05.01:妇科 05.02:产科 07:儿科 08:儿童保健科');
const OFFICE = parse('A1:办公室');

const BY_KIND: Readonly<Record<OrganisationKind, readonly { code: string; name: string }[]>> = {
  'health-bureau': OFFICE,
  'insurance-bureau': OFFICE,
  consortium: parse('A1:综合办公室 A2:转诊与床位管理中心 A3:信息管理部'),
  alliance: OFFICE,
  hospital: HOSPITAL,
  'tcm-hospital': TCM,
  cdc: parse('A1:慢性病防制科 A2:免疫规划科'),
  'maternal-child': MATERNAL,
  'township-hospital': TOWNSHIP,
  'community-centre': COMMUNITY,
  'community-station': [],
  'village-room': [],
  'private-hospital': PRIVATE,
  'private-clinic': [],
};

export const departmentsOf = (kind: OrganisationKind, ids: IdSource): Department[] =>
  BY_KIND[kind].map((department) => ({ id: ids.newId(), ...department }));
