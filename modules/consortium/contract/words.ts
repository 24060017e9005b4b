import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';

type Words<Code extends string> = Readonly<Record<Code, Text>>;

const words = <const Code extends string>(entries: Readonly<Record<Code, readonly [string, string]>>): Words<Code> =>
  Object.fromEntries(Object.entries<readonly [string, string]>(entries).map(([code, [zh, en]]) => [code, { zh, en }])) as Words<Code>;

export const LEVELS = words({
  province: ['省级', 'Province'], city: ['市级', 'City'], county: ['县级', 'County'], township: ['乡镇级', 'Township'], village: ['村级', 'Village'],
});
export const KINDS = words({
  'health-bureau': ['卫生健康局', 'Health bureau'], 'insurance-bureau': ['医疗保障局', 'Insurance bureau'], consortium: ['医共体管理机构', 'Consortium office'],
  alliance: ['联盟', 'Alliance'], hospital: ['综合医院', 'General hospital'], 'tcm-hospital': ['中医医院', 'TCM hospital'],
  'specialist-hospital': ['专科医院', 'Specialist hospital'], cdc: ['疾控中心', 'Disease-control centre'], 'maternal-child': ['妇幼保健院', 'Maternal and child centre'],
  'township-hospital': ['乡镇卫生院', 'Township hospital'], 'community-centre': ['社区卫生服务中心', 'Community centre'],
  'community-station': ['社区卫生服务站', 'Community station'], 'village-room': ['村卫生室', 'Village room'], 'private-hospital': ['民营医院', 'Private hospital'],
  'private-clinic': ['民营诊所', 'Private clinic'], 'nursing-home': ['护理院', 'Nursing home'], 'emergency-centre': ['急救中心', 'Emergency centre'],
});
export const OWNERSHIPS = words({ public: ['公立', 'Public'], private: ['社会办', 'Private'] });
export const FORMS = words({
  'medical-group': ['医疗集团', 'Medical group'], 'urban-group': ['城市医疗集团', 'Urban medical group'], 'county-consortium': ['县域医共体', 'County consortium'],
  'specialist-alliance': ['专科联盟', 'Specialist alliance'], 'telemedicine-network': ['远程医疗协作网', 'Telemedicine network'],
  'cross-region-alliance': ['跨区域联盟', 'Cross-region alliance'], trusteeship: ['托管', 'Trusteeship'],
});
export const TIGHTNESS = words({ tight: ['紧密型', 'Tight'], loose: ['松散型', 'Loose'] });
/** The eight things that must not change (八个不变). */
export const INVARIANTS = words({
  'government-duty': ['政府办医责任', 'Duty of government'], funding: ['财政投入渠道', 'Funding channel'], 'legal-person': ['法人主体', 'Legal person'],
  nature: ['机构性质', 'Nature'], function: ['功能定位', 'Function'], tasks: ['承担任务', 'Tasks'], 'staff-identity': ['人员身份', 'Staff identity'],
  'personnel-relation': ['人事关系', 'Personnel relation'],
});
export const ROLES = words({
  lead: ['牵头单位', 'Lead'], wing: ['两翼单位', 'Wing'], member: ['成员单位', 'Member'], branch: ['分院', 'Branch'], partner: ['协作单位', 'Partner'],
});
export const MEMBERSHIP_STATES = words({
  applied: ['已申请', 'Applied'], reviewed: ['已评审', 'Reviewed'], refused: ['未通过', 'Refused'], active: ['在册', 'Active'], warned: ['警示', 'Warned'], exited: ['已退出', 'Exited'],
});
export const AGREEMENT_KINDS = words({
  referral: ['双向转诊', 'Referral'], 'shared-diagnosis': ['远程诊断', 'Shared diagnosis'], teleconsultation: ['远程会诊', 'Teleconsultation'],
  training: ['进修培训', 'Training'], trusteeship: ['托管', 'Trusteeship'], technical: ['技术协作', 'Technical help'],
});
export const DIRECTIONS = words({ up: ['上转', 'Up'], down: ['下转', 'Down'], lateral: ['平转', 'Lateral'] });
export const SERVICES = words({
  imaging: ['医学影像', 'Imaging'], ecg: ['心电', 'ECG'], laboratory: ['医学检验', 'Laboratory'], pathology: ['病理', 'Pathology'],
  teleconsultation: ['远程会诊', 'Teleconsultation'], 'sterile-supply': ['消毒供应', 'Sterile supply'], emergency: ['急救', 'Emergency'],
  pharmacy: ['中心药房', 'Central pharmacy'], 'prescription-review': ['处方审核', 'Prescription review'], 'medical-waste': ['医疗废物', 'Medical waste'],
});
export const JUDGEMENTS = words({ treat: ['本级诊治', 'Treat here'], 'refer-up': ['上转', 'Refer up'], 'accept-down': ['接收下转', 'Accept down'] });
export const CONTACT_KINDS = words({
  referral: ['转诊超时', 'Referral clock'], bed: ['床位', 'Beds'], 'critical-value': ['危急值', 'Critical value'], agreement: ['协议', 'Agreements'],
});
const AREA_KINDS = words({ village: ['村', 'Village'], town: ['镇区', 'Town'], seat: ['城区', 'County seat'] });

const oneOf = <Code extends string>(table: Words<Code>) => z.enum(Object.keys(table) as [Code, ...Code[]]);

export const levelSchema = oneOf(LEVELS);
export const kindSchema = oneOf(KINDS);
export const ownershipSchema = oneOf(OWNERSHIPS);
export const formSchema = oneOf(FORMS);
export const tightnessSchema = oneOf(TIGHTNESS);
export const invariantSchema = oneOf(INVARIANTS);
export const roleSchema = oneOf(ROLES);
export const membershipStateSchema = oneOf(MEMBERSHIP_STATES);
export const agreementKindSchema = oneOf(AGREEMENT_KINDS);
export const directionSchema = oneOf(DIRECTIONS);
export const serviceSchema = oneOf(SERVICES);
export const judgementSchema = oneOf(JUDGEMENTS);
export const contactKindSchema = oneOf(CONTACT_KINDS);
export const areaKindSchema = oneOf(AREA_KINDS);

export type Level = z.infer<typeof levelSchema>;
export type Direction = z.infer<typeof directionSchema>;
export type Service = z.infer<typeof serviceSchema>;
export type Judgement = z.infer<typeof judgementSchema>;
export type AgreementKind = z.infer<typeof agreementKindSchema>;
export type ContactKind = z.infer<typeof contactKindSchema>;

export const daySchema = z.string().refine(isCalendarDate, '日期应为真实存在的 YYYY-MM-DD | A real day, written YYYY-MM-DD');
export const idSchema = z.string().min(1).max(64);
export const nameSchema = z.string().trim().min(2, '名称至少 2 个字 | At least 2 characters').max(120);
export const reasonSchema = z.string().trim().min(2, '请写明原因 | Please give the reason').max(500);
export const telephoneSchema = z.string().trim().regex(/^[0-9+\-() ]{3,30}$/, '电话号码只含数字、+、- 和空格 | Digits, +, - and spaces only');
/** ICD-10 category or below, extension of the insurance edition included: `I10`, `E11.9`, `I10.x00x002`, dagger pairs `A01.002+G01*`. */
export const icd10Schema = z
  .string()
  .trim()
  .transform((code) => code.normalize('NFKC').toUpperCase())
  .pipe(z.string().regex(/^[A-Z]\d{2}(\.[0-9A-Z]{1,10})?[+*]?([A-Z]\d{2}(\.[0-9A-Z]{1,10})?\*?)?$/, '应为 ICD-10 编码，如 I10 或 E11.9 | An ICD-10 code such as I10 or E11.9'));

/** The number of a resolution that an act cites. */
export const resolutionNumberSchema = z.string().trim().min(3, '请填写决议号 | The number of the resolution').max(80);

export const actionSchema = z.object({
  action: z.string(),
  stateBefore: z.string().nullable(),
  stateAfter: z.string().nullable(),
  reason: z.string().nullable(),
  exceptionText: z.string().nullable(),
  resolutionNumber: z.string().nullable(),
  subjectName: z.string(),
  at: z.string(),
});
