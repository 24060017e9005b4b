import { defineControlLot, recordControl, recordExternalRound } from '#modules/laboratory/contract/control.ts';
import { addPiece, enterResults, handOverBox, moveSpecimen, openBox, packSpecimen, receiveBox, recordOpinion, recordTemperature, registerSpecimen, verifyResults } from '#modules/laboratory/contract/specimens.ts';
import { addPicture } from '#modules/laboratory/contract/pictures.ts';
import type { AnyOperation, ResultOf } from '#platform/kernel/contract.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import { peopleOf } from './ecg.ts';
import type { PlayRequest, StoppedStory } from '../play-referrals.ts';
import { openStage } from '../stage.ts';
import { tissuePicture } from './tissue-picture.ts';

const MINUTE_MS = 60_000;
const CONTROL = [100, 102, 97, 104, 99, 101, 95, 103, 108, 111, 98, 100, 86];

/** Tubes in every state, a box with an alarm on the road, controls of two weeks with a run that is out, a frozen section that waits. */
export async function playLaboratory(request: PlayRequest): Promise<StoppedStory[]> {
  const { plan, until } = request;
  const stage = openStage(request.database, request.modules);
  const doctor = plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('township-doctor'));
  const [senior, analyst] = plan.staff.filter(({ roles }) => roles.includes('laboratory-staff'));
  if (!stage.has(registerSpecimen) || doctor === undefined || senior === undefined || analyst === undefined) return [];
  const people = peopleOf(plan, doctor);
  const by = (member: WorldStaff, minutesAgo: number) => async <O extends AnyOperation>(operation: O, input: Record<string, unknown>, key: string): Promise<ResultOf<O>> => stage.act(operation, input, { member, at: new Date(until.getTime() - minutesAgo * MINUTE_MS), key: `world-laboratory-${key}` });
  const laboratoryOrganisationId = senior.organisationId;
  const tube = (number: number, minutesAgo: number, more: Record<string, unknown> = {}) =>
    by(doctor, minutesAgo)(registerSpecimen, { personId: people[number % people.length]!.id, tubeCode: `LB26${String(number).padStart(5, '0')}`, kind: '静脉血清', items: ['2823-3', '2160-0'], laboratoryOrganisationId, ...more }, `tube-${number}`);
  const collect = (id: string, minutesAgo: number, more: Record<string, unknown> = {}) => by(doctor, minutesAgo)(moveSpecimen, { id, action: 'collect', ...more }, `collect-${id}`);
  try {
    if (people.length === 0) return [];
    await tube(1, 20);
    await collect((await tube(2, 60)).id, 50);
    await playRoad({ by, tube, collect, doctor, senior, analyst, laboratoryOrganisationId });
    const { id } = await tube(20, 90, { part: 'pathology', kind: '乳腺肿物', items: [], temperatureClass: 'room', isFrozenSection: true });
    await collect(id, 60, { excisedAt: new Date(until.getTime() - 80 * MINUTE_MS).toISOString(), fixedAt: new Date(until.getTime() - 62 * MINUTE_MS).toISOString() });
    await by(analyst, 18)(moveSpecimen, { id, action: 'receive' }, 'pathology-receive');
    await by(analyst, 15)(addPiece, { id, kind: 'block' }, 'pathology-block');
    await by(senior, 14)(recordOpinion, { id, kind: 'gross', text: '灰白结节一枚，直径约 1.2 厘米，切面质硬，界尚清。' }, 'pathology-gross');
    await by(senior, 13)(addPicture, { id, kind: 'gross', caption: '结节切面', base64: tissuePicture(1, 'gross') }, 'pathology-picture');
    await playDiagnosed({ by, tube, collect, senior, analyst });
    const lot = await by(senior, 20_000)(defineControlLot, { itemCode: '777-3', level: '1', lotNumber: 'QC2601', mean: 100, deviation: 5 }, 'lot');
    for (const [index, value] of CONTROL.entries()) await by(analyst, (CONTROL.length - index) * 1440)(recordControl, { id: lot.id, value }, `control-${index}`);
    for (const [index, [itemCode, reported, target, deviation]] of ([['2823-3', 4.1, 4, 0.1], ['718-7', 131, 120, 4], ['2345-7', 6.4, 5.5, 0.25]] as const).entries()) await by(senior, 5000)(recordExternalRound, { programme: '省临床检验中心', round: '2026-2', itemCode, reported, target, deviation }, `round-${index}`);
    return [];
  } catch (error) {
    return [{ key: 'laboratory', error }];
  }
}

/** A biopsy that is diagnosed: block, slide, pictures of both, and the diagnosis. */
async function playDiagnosed({ by, tube, collect, senior, analyst }: Pick<Road, 'by' | 'tube' | 'collect' | 'senior' | 'analyst'>): Promise<void> {
  const { id } = await tube(21, 2_900, { part: 'pathology', kind: '胃窦活检', items: [], temperatureClass: 'room' });
  await collect(id, 2_880);
  await by(analyst, 2_700)(moveSpecimen, { id, action: 'receive' }, 'biopsy-receive');
  const withBlock = await by(analyst, 2_650)(addPiece, { id, kind: 'block' }, 'biopsy-block');
  const { pieces } = await by(analyst, 2_600)(addPiece, { id, kind: 'slide', parentId: withBlock.pieces[0]!.id }, 'biopsy-slide');
  const slide = pieces.find(({ kind }) => kind === 'slide')!;
  await by(senior, 2_500)(recordOpinion, { id, kind: 'gross', text: '灰白碎组织 3 粒，直径 0.2–0.3 厘米，全埋。' }, 'biopsy-gross');
  await by(senior, 2_490)(addPicture, { id, kind: 'gross', caption: '送检组织', base64: tissuePicture(2, 'gross') }, 'biopsy-picture-gross');
  await by(senior, 2_480)(addPicture, { id, kind: 'slide', pieceId: slide.id, caption: 'HE ×100 腺体排列尚规则，间质慢性炎细胞浸润', base64: tissuePicture(3, 'slide') }, 'biopsy-picture-slide');
  await by(senior, 2_470)(addPicture, { id, kind: 'slide', pieceId: slide.id, caption: 'HE ×400 未见异型', base64: tissuePicture(4, 'slide') }, 'biopsy-picture-high');
  await by(senior, 2_400)(recordOpinion, { id, kind: 'diagnosis', text: '（胃窦）黏膜慢性炎，轻度，未见肠上皮化生及异型增生。' }, 'biopsy-diagnosis');
}

interface Road {
  readonly by: (member: WorldStaff, minutesAgo: number) => <O extends AnyOperation>(operation: O, input: Record<string, unknown>, key: string) => Promise<ResultOf<O>>;
  readonly tube: (number: number, minutesAgo: number, more?: Record<string, unknown>) => Promise<{ id: string; tubeCode: string }>;
  readonly collect: (id: string, minutesAgo: number) => Promise<unknown>;
  readonly doctor: WorldStaff;
  readonly senior: WorldStaff;
  readonly analyst: WorldStaff;
  readonly laboratoryOrganisationId: string;
}

/** One box arrived and its tubes are analysed; another is on the road, too warm for a while. */
async function playRoad({ by, tube, collect, doctor, senior, analyst, laboratoryOrganisationId }: Road): Promise<void> {
  const ship = async (code: string, numbers: readonly number[], minutesAgo: number): Promise<{ boxId: string; ids: string[] }> => {
    const { id: boxId } = await by(doctor, minutesAgo)(openBox, { code, laboratoryOrganisationId }, `box-${code}`);
    const ids: string[] = [];
    for (const number of numbers) {
      const { id, tubeCode } = await tube(number, minutesAgo + 30);
      await collect(id, minutesAgo + 10);
      await by(doctor, minutesAgo - 1)(packSpecimen, { id: boxId, tubeCode }, `pack-${number}`);
      ids.push(id);
    }
    await by(doctor, minutesAgo - 5)(handOverBox, { id: boxId, courier: '承运员老赵', sealNumber: `F${code}` }, `hand-${code}`);
    return { boxId, ids };
  };
  const arrived = await ship('BX-01', [10, 11, 12], 300);
  await by(doctor, 280)(recordTemperature, { id: arrived.boxId, celsius: 4.5 }, 'temperature-1');
  await by(analyst, 200)(receiveBox, { id: arrived.boxId }, 'receive-1');
  const [first, second, third] = arrived.ids as [string, string, string];
  await by(analyst, 190)(moveSpecimen, { id: third, action: 'reject', reason: 'haemolysis' }, 'reject');
  for (const id of [first, second]) {
    await by(analyst, 185)(moveSpecimen, { id, action: 'analyse' }, `analyse-${id}`);
    await by(analyst, 150)(enterResults, { id, results: [{ code: '2823-3', value: id === first ? 4.2 : 5.6 }, { code: '2160-0', value: id === first ? 68 : 132 }] }, `enter-${id}`);
  }
  await by(senior, 120)(verifyResults, { id: first }, 'verify');
  const moving = await ship('BX-02', [15, 16], 55);
  for (const [index, celsius] of [5.1, 9.4, 6.8].entries()) await by(doctor, 45 - index * 10)(recordTemperature, { id: moving.boxId, celsius }, `temperature-2-${index}`);
}
