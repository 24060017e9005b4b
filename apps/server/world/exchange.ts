import { randomBytes } from 'node:crypto';
import { applyMessage, listMessages } from '#modules/exchange/contract/messages.ts';
import { registerSite } from '#modules/exchange/contract/sites.ts';
import { receiveBlock } from '#modules/exchange/server/api.ts';
import { fixedClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { WorldOrganisation, WorldPlan } from '#tests/world/plan/types.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Messages of an hour at the hospital: visits, a laboratory report, an appointment, one that no mapping fits and one with an impossible date. */
const messagesOf = (facility: string): readonly string[] => [
  ...visitsOf(facility, 'MZ900001'),
  `${head(facility, 'ORU^R01', 'LIS-1001')}PID|1||MZ900001^^^${facility}^MR||示例^一||19580612|M\rOBR|1|SQ1|BG1|24323-8^生化检查^LN|||202611220830|||||||||||||||202611221015||LAB|F\rOBX|1|NM|2160-0^肌酐^LN||88|umol/L|57-97||||F\rOBX|2|NM|1558-6^空腹血糖^LN||7.9|mmol/L|3.9-6.1|H|||F\r`,
  `${head(facility, 'SIU^S12', 'HIS-1005')}SCH|YY1|YY1|||||||15|min|^^^202611240900^202611240915\rPID|1||MZ900001^^^${facility}^MR||示例^一||19580612|M\rRGS|1\r`,
  `${head(facility, 'MFN^M02', 'HIS-1006')}MFI|PRA|||UPD\r`,
  visit(facility, { event: 'A28', place: 'N', number: 'MZ900001' }).replace('19580612', '20260231').replace('HIS-A28', 'HIS-1007'),
];

/** The laboratory's own messages carry its name in front of their numbers. */
const head = (facility: string, type: string, number: string): string => `MSH|^~\\&|${number.slice(0, 3)}|${facility}|YIGONG||20261122090000||${type}|${number}|P|2.5.1||||||UNICODE UTF-8\r`;
const visit = (facility: string, { event, place, number }: { event: string; place: string; number: string }): string =>
  `${head(facility, `ADT^${event}`, `HIS-${event}`)}EVN|${event}|20261122090000\rPID|1||${number}^^^${facility}^MR||示例^一||19580612|M|||示例路 1 号\rPV1|1|${place}||||||||||||||||ZY900001|||||||||||||||||||||||||202611220900\r`;
const visitsOf = (facility: string, number: string): string[] => [visit(facility, { event: 'A04', place: 'O|内科门诊', number }), visit(facility, { event: 'A01', place: 'I|心内科^0302^05', number }), visit(facility, { event: 'A08', place: 'I|心内科^0302^06', number })];

/** What a hospital calls itself in MSH-4. */
const facilityOf = (slug: string): string => `WC-${slug.toUpperCase()}`;

/** The hospitals and half of the townships send; one township is registered and silent, the others are not connected yet. */
function connectedOf({ organisations }: WorldPlan): { readonly county: WorldOrganisation | undefined; readonly sending: readonly WorldOrganisation[]; readonly silent: readonly WorldOrganisation[] } {
  const of = (kind: string): WorldOrganisation[] => organisations.filter((each) => each.kind === kind);
  const county = organisations.find(({ slug }) => slug === 'county');
  const townships = of('township-hospital').filter(({ parentId }) => parentId !== null);
  return { county, sending: [...(county ? [county] : []), ...of('tcm-hospital').slice(0, 1), ...townships.slice(0, 2)], silent: townships.slice(2, 3) };
}

/** Connected systems of several levels, what they sent over the socket in the hour before, and a file that an engineer handed in. */
export async function playExchange({ database, plan, modules, until }: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(database, modules);
  const engineer = plan.staff.find(({ roles }) => roles.includes('integrator'));
  if (!stage.has(applyMessage) || engineer === undefined) return [];
  const at = new Date(until.getTime() - HOUR_MS);
  const by = (key: string) => ({ member: engineer, at, key: `world-exchange-${key}` });
  const stopped: StoppedStory[] = [];
  const play = async (key: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      stopped.push({ key: `exchange-${key}`, error });
    }
  };
  const { county, sending, silent } = connectedOf(plan);
  const clock = fixedClock(at);
  const settings = { database, clock, ids: timeOrderedIds(clock, randomBytes) };
  // A number that a system used before is answered again without effect: played twice, nothing changes but the log.
  const { total: played } = await stage.act(listMessages, { limit: 1 }, { member: engineer, at });
  for (const { id, slug } of [...sending, ...silent]) {
    const systems = id === county?.id ? [['HIS', '医院信息系统'], ['LIS', '检验信息系统']] as const : [['HIS', '医院信息系统']] as const;
    for (const [application, title] of systems) await play(`${application}-${id}`, () => stage.act(registerSite, { organisationId: id, name: title, application, facility: facilityOf(slug) }, by(`${application}-${id}`)));
  }
  for (const { id, slug } of played > 0 ? [] : sending) {
    const facility = facilityOf(slug);
    const texts = id === county?.id ? messagesOf(facility) : visitsOf(facility, `MZ${id.slice(-6)}`).slice(0, 1);
    for (const [index, text] of texts.entries()) await play(`message-${id}-${index}`, () => receiveBlock(settings, Buffer.from(text, 'utf8'), '10.0.0.8:49152'));
  }
  const own = visit('WC-OFFICE', { event: 'A04', place: 'O|接口联调', number: 'MZ900009' });
  await play('file', () => stage.act(applyMessage, { content: Buffer.from(own, 'utf8').toString('base64'), fileName: '接口联调.hl7' }, by('file')));
  return stopped;
}
