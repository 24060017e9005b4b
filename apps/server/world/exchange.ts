import { applyMessage } from '#modules/exchange/contract/messages.ts';
import { registerSite } from '#modules/exchange/contract/sites.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Messages of an hour at the hospital: visits, a laboratory report, an appointment, one that no mapping fits and one with an impossible date. */
const messagesOf = (facility: string): readonly string[] => [
  visit(facility, 'A04', 'O|内科门诊'), visit(facility, 'A01', 'I|心内科^0302^05'), visit(facility, 'A08', 'I|心内科^0302^06'),
  `${head(facility, 'ORU^R01', 'LIS-1001')}PID|1||MZ900001^^^${facility}^MR||示例^一||19580612|M\rOBR|1|SQ1|BG1|24323-8^生化检查^LN|||202611220830|||||||||||||||202611221015||LAB|F\rOBX|1|NM|2160-0^肌酐^LN||88|umol/L|57-97||||F\rOBX|2|NM|1558-6^空腹血糖^LN||7.9|mmol/L|3.9-6.1|H|||F\r`,
  `${head(facility, 'SIU^S12', 'HIS-1005')}SCH|YY1|YY1|||||||15|min|^^^202611240900^202611240915\rPID|1||MZ900001^^^${facility}^MR||示例^一||19580612|M\rRGS|1\r`,
  `${head(facility, 'MFN^M02', 'HIS-1006')}MFI|PRA|||UPD\r`,
  visit(facility, 'A28', 'N').replace('19580612', '20260231').replace('HIS-A28', 'HIS-1007'),
];

const head = (facility: string, type: string, number: string): string => `MSH|^~\\&|HIS|${facility}|YIGONG||20261122090000||${type}|${number}|P|2.5.1||||||UNICODE UTF-8\r`;
const visit = (facility: string, event: string, place: string): string =>
  `${head(facility, `ADT^${event}`, `HIS-${event}`)}EVN|${event}|20261122090000\rPID|1||MZ900001^^^${facility}^MR||示例^一||19580612|M|||示例路 1 号\rPV1|1|${place}||||||||||||||||ZY900001|||||||||||||||||||||||||202611220900\r`;

/** Two connected systems of the hospital whose integration engineer there is, and what they sent. */
export async function playExchange({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const engineer = plan.staff.find(({ roles }) => roles.includes('integrator'));
  if (!stage.has(applyMessage) || engineer === undefined) return [];
  const { organisationId } = engineer;
  const by = (key: string) => ({ member: engineer, at: new Date(until.getTime() - HOUR_MS), key: `world-exchange-${key}` });
  const stopped: StoppedStory[] = [];
  const play = async (key: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      stopped.push({ key, error });
    }
  };
  for (const application of ['HIS', 'LIS']) {
    await play(application, () => stage.act(registerSite, { organisationId, name: application === 'HIS' ? '医院信息系统' : '检验信息系统', application, facility: organisationId }, by(application)));
  }
  for (const [index, text] of messagesOf(organisationId).entries()) {
    await play(`message-${index}`, () => stage.act(applyMessage, { content: Buffer.from(text, 'utf8').toString('base64'), fileName: '接口联调.hl7' }, by(`message-${index}`)));
  }
  return stopped;
}
