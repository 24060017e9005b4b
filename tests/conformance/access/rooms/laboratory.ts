import { directory, nothing, own, refused, type Entry } from '../entry.ts';

const id = '00000000-0000-7000-8000-000000000000';

/** What a stranger gets from each operation of the room. */
export const laboratory: Record<string, Entry> = {
  registerSpecimen: refused(({ resident, hospital }) => ({ personId: resident.id, tubeCode: 'STRANGER-1', part: 'laboratory', kind: '静脉血', items: [], laboratoryOrganisationId: hospital, temperatureClass: 'cold', isUrgent: false, isFrozenSection: false })),
  moveSpecimen: refused(() => ({ id, action: 'collect' })),
  listSpecimens: nothing(({ resident }) => ({ personId: resident.id }), () => ({})),
  getSpecimen: refused(() => ({ id })),
  countWaitingSpecimens: nothing(() => ({})),
  openBox: own('a box is opened for one\'s own organisation', { code: 'STRANGER-BOX', laboratoryOrganisationId: 'nobody', temperatureClass: 'cold' }),
  packSpecimen: refused(() => ({ id, tubeCode: 'STRANGER-1' })),
  handOverBox: refused(() => ({ id, courier: '承运员' })),
  recordTemperature: refused(() => ({ id, celsius: 5 })),
  receiveBox: refused(() => ({ id })),
  listBoxes: nothing(() => ({})),
  enterResults: refused(() => ({ id, results: [{ code: '2823-3', value: 4 }] })),
  verifyResults: refused(() => ({ id })),
  addPiece: refused(() => ({ id, kind: 'block' })),
  recordOpinion: refused(() => ({ id, kind: 'gross', text: '大体所见' })),
  listReferenceItems: directory('items and reference ranges hold no person'),
  defineControlLot: own('a lot is of one\'s own laboratory', { itemCode: '2823-3', level: '1', lotNumber: 'STRANGER', mean: 4, deviation: 0.1 }),
  recordControl: refused(() => ({ id, value: 4 })),
  listControlLots: nothing(() => ({})),
  recordExternalRound: own('a round is of one\'s own laboratory', { programme: '质评', round: '1', itemCode: '2823-3', reported: 4, target: 4, deviation: 0.1 }),
  listExternalRounds: nothing(() => ({})),
};
