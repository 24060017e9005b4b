import { act, directory, nothing, own, refused, type Entry } from '../entry.ts';
import { tubeOf } from '../laboratory-side.ts';

/** What a stranger gets from each operation of the room. */
export const laboratory: Record<string, Entry> = {
  registerSpecimen: refused(({ resident, hospital }) => ({ personId: resident.id, tubeCode: 'STRANGER-1', part: 'laboratory', kind: '静脉血', items: [], laboratoryOrganisationId: hospital, temperatureClass: 'cold', isUrgent: false, isFrozenSection: false })),
  moveSpecimen: act('specimen', { action: 'collect' }),
  listSpecimens: nothing(() => ({}), ({ resident }) => ({ personId: resident.id }), ({ mark }) => ({ q: tubeOf(mark) })),
  getSpecimen: act('specimen'),
  countWaitingSpecimens: nothing(() => ({})),
  openBox: own('a box is opened for one\'s own organisation', { code: 'STRANGER-BOX', laboratoryOrganisationId: 'nobody', temperatureClass: 'cold' }),
  packSpecimen: refused(({ ids, mark }) => ({ id: ids.specimenBox, tubeCode: tubeOf(mark) }), ({ mark }, asker) => ({ id: asker.ids.specimenBox, tubeCode: tubeOf(mark) })),
  handOverBox: act('specimenBox', { courier: '承运员' }),
  recordTemperature: act('specimenBox', { celsius: 5 }),
  receiveBox: act('specimenBox'),
  listBoxes: nothing(() => ({})),
  enterResults: act('specimen', { results: [{ code: '2823-3', value: 4 }] }),
  verifyResults: act('specimen'),
  addPiece: act('specimen', { kind: 'block' }),
  addPicture: act('specimen', { kind: 'gross', caption: '大体', base64: '/9j/4AAQSkZJRgABAQAAAQ==' }),
  withdrawPicture: act('specimen', { pictureId: 'none' }),
  getPicture: act('specimen', { pictureId: 'none' }),
  printPathologyReport: act('specimen'),
  recordOpinion: act('specimen', { kind: 'gross', text: '大体所见' }),
  listReferenceItems: directory('items and reference ranges hold no person'),
  defineControlLot: own('a lot is of one\'s own laboratory', { itemCode: '2823-3', level: '1', lotNumber: 'STRANGER', mean: 4, deviation: 0.1 }),
  recordControl: act('controlLot', { value: 4 }),
  listControlLots: nothing(() => ({})),
  recordExternalRound: own('a round is of one\'s own laboratory', { programme: '质评', round: '1', itemCode: '2823-3', reported: 4, target: 4, deviation: 0.1 }),
  listExternalRounds: nothing(() => ({})),
};
