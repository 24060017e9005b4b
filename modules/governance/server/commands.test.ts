import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { listLedgerTasks } from '#modules/task-ledger/contract/tasks.ts';
import { taskLedgerModule } from '#modules/task-ledger/server/module.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { draftCharter, listCharters, listSites, nameSite, signCharter } from '../contract/charters.ts';
import {
  callMeeting, castVote, closeMeeting, draftMeeting, foundBody, getMeeting, giveBranchOpinion, listBodies, listMeetings, listResolutions, meetingActions, meetingStates, meetingTable, openMeeting, proposeItem, seatMember, unseatMember,
  type Meeting,
} from '../contract/meetings.ts';
import { governanceModule } from './module.ts';

let house: TestHouse;
let office: Subject;
let member: Subject;
let stranger: Subject;
let serial = 0;

const words = (zh: string) => ({ zh, en: zh });
const run = <O extends Parameters<ReturnType<TestHouse['as']>['run']>[0]>(operation: O, input: object, subject: Subject = office) => house.as(subject).run(operation, input as never) as never;

const body = async (more: object = {}): Promise<{ id: string; seats: { id: string; isChair: boolean }[] }> => run(foundBody, { name: words(`管委会${(serial += 1)}`), kind: 'committee', quorumPercent: 67, majority: 'simple', scope: ['结余资金使用', '人事任免'], ...more });
const seat = (id: string, more: object = {}) => run(seatMember, { id, holder: `委员${(serial += 1)}`, post: words('委员'), isChair: false, mayVote: true, validFrom: '2026-01-01', ...more });
const item = { kind: 'money' as const, scope: '结余资金使用', title: '结余分配方案', paper: '上年结余情况说明', proposal: '按服务量分配上年结余' };

interface Ready { readonly meeting: Meeting; readonly seats: readonly string[] }
/** A body of three seats and a meeting walked to a state. */
const inState = async (state: Meeting['state'], given: object = {}): Promise<Ready> => {
  const { id } = await body();
  for (let index = 0; index < 3; index += 1) await seat(id);
  const seats = ((await run(listBodies, {})) as { rows: { id: string; seats: { id: string }[] }[] }).rows.find((each) => each.id === id)!.seats.map((each) => each.id);
  let meeting: Meeting = await run(draftMeeting, { bodyId: id, title: '第一次会议', meetsOn: '2026-11-20' });
  meeting = await run(proposeItem, { id: meeting.id, ...item, ...given });
  if (state === 'drafted') return { meeting, seats };
  meeting = await run(callMeeting, { id: meeting.id });
  if (state === 'called') return { meeting, seats };
  meeting = await run(openMeeting, { id: meeting.id, seatIds: seats });
  if (state === 'open') return { meeting, seats };
  for (const seatId of seats) meeting = await run(castVote, { id: meeting.items[0]!.id, seatId, choice: 'for' });
  return { meeting: await run(closeMeeting, { id: meeting.id, minutes: '会议纪要全文', tasks: [] }), seats };
};
const voted = async (choices: readonly ('for' | 'against' | 'abstain')[], given: object = {}): Promise<Ready> => {
  const ready = await inState('open', given);
  for (const [index, choice] of choices.entries()) await run(castVote, { id: ready.meeting.items[0]!.id, seatId: ready.seats[index]!, choice });
  return ready;
};

beforeAll(async () => {
  house = await openTestHouse({ modules: [governanceModule, taskLedgerModule] });
  await house.database.transaction(async (tx) => {
    for (const [organisationId, parentId] of [['office', null], ['member', 'office'], ['stranger', null]] as const) await registerOrganisation(tx, { organisationId, parentId });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
  member = await house.subject({ roles: ['insurance-office'], organisationId: 'member' });
  stranger = await house.subject({ roles: ['consortium-office'], organisationId: 'stranger' });
}, 120_000);
afterAll(() => house?.close());

const bodyInput = () => ({ name: words(`理事会${(serial += 1)}`), kind: 'council' as const, quorumPercent: 50, majority: 'two-thirds' as const, scope: ['章程'] });
proveCommand(foundBody, {
  house: () => house, possible: async () => ({ input: bodyInput(), subject: office }),
  wrongState: async () => {
    const input = bodyInput();
    await run(foundBody, input);
    return { input, subject: office, code: 'governance.name-taken' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ ownerOrganisationId: 'office', quorumPercent: 50, seats: [] }),
});
const seatInput = { holder: '主任', post: words('主任'), isChair: true, mayVote: true, validFrom: '2026-01-01' };
proveCommand(seatMember, {
  house: () => house, possible: async () => ({ input: { id: (await body()).id, ...seatInput }, subject: office }),
  wrongState: async () => {
    const { id } = await body();
    await seat(id, { isChair: true });
    return { input: { id, ...seatInput }, subject: office, code: 'governance.seat-overlaps' };
  },
  effect: async (_, answer) => expect(answer.seats).toMatchObject([{ holder: '主任', isChair: true }]),
});
proveCommand(unseatMember, {
  house: () => house,
  possible: async () => {
    const { id } = await body();
    const { seats } = (await seat(id)) as { seats: { id: string }[] };
    return { input: { id: seats[0]!.id, validUntil: '2026-06-30', reason: '岗位调整' }, subject: office };
  },
  wrongState: async () => {
    const { id } = await body();
    const { seats } = (await seat(id)) as { seats: { id: string }[] };
    return { input: { id: seats[0]!.id, validUntil: '2025-06-30', reason: '岗位调整' }, subject: office, code: 'governance.seat-overlaps' };
  },
  effect: async (_, answer) => expect(answer.seats[0]?.validUntil).toBe('2026-06-30'),
});
proveCommand(draftMeeting, {
  house: () => house, possible: async () => ({ input: { bodyId: (await body()).id, title: '季度会议', meetsOn: '2026-12-01' }, subject: office }),
  wrongState: async () => ({ input: { bodyId: 'none', title: '季度会议', meetsOn: '2026-12-01' }, subject: office, code: 'governance.unknown' }),
  effect: async (_, answer) => expect([answer.state, answer.meetsOn]).toEqual(['drafted', '2026-12-01']),
});
proveCommand(proposeItem, {
  house: () => house, possible: async () => ({ input: { id: (await inState('drafted')).meeting.id, ...item }, subject: office }), wrongState: async () => ({ input: { id: (await inState('called')).meeting.id, ...item }, subject: office, code: 'governance.wrong-state' }),
  effect: async (_, answer) => expect(answer.items.map(({ number }) => number)).toEqual([1, 2]),
});
proveCommand(giveBranchOpinion, {
  house: () => house, possible: async () => ({ input: { id: (await inState('called')).meeting.items[0]!.id, opinion: '支部同意提名' }, subject: office }),
  wrongState: async () => ({ input: { id: (await inState('closed')).meeting.items[0]!.id, opinion: '支部同意提名' }, subject: office, code: 'governance.wrong-state' }), effect: async (_, answer) => expect(answer.items[0]?.branchOpinion).toBe('支部同意提名'),
});
proveCommand(callMeeting, {
  house: () => house, possible: async () => ({ input: { id: (await inState('drafted')).meeting.id }, subject: office }), wrongState: async () => ({ input: { id: (await inState('open')).meeting.id }, subject: office, code: 'governance.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('called'),
});
proveCommand(openMeeting, {
  house: () => house,
  possible: async () => {
    const { meeting, seats } = await inState('called');
    return { input: { id: meeting.id, seatIds: [...seats] }, subject: office };
  },
  wrongState: async () => {
    const { meeting, seats } = await inState('called');
    return { input: { id: meeting.id, seatIds: seats.slice(0, 2) }, subject: office, code: 'governance.no-quorum' };
  },
  effect: async (_, answer) => expect(answer.quorum).toEqual({ seats: 3, needed: 3, present: 3, reached: true }),
});
proveCommand(castVote, {
  house: () => house,
  possible: async () => {
    const { meeting, seats } = await inState('open');
    return { input: { id: meeting.items[0]!.id, seatId: seats[0]!, choice: 'for' as const }, subject: office };
  },
  wrongState: async () => {
    const { meeting, seats } = await voted(['for']);
    return { input: { id: meeting.items[0]!.id, seatId: seats[0]!, choice: 'against' as const }, subject: office, code: 'governance.no-vote' };
  },
  effect: async (_, answer) => expect(answer.items[0]?.votes.map(({ choice }) => choice)).toEqual(['for']),
});
proveCommand(closeMeeting, {
  house: () => house,
  possible: async () => {
    const { meeting } = await voted(['for', 'for', 'against']);
    return { input: { id: meeting.id, minutes: '会议纪要全文', tasks: [{ itemId: meeting.items[0]!.id, title: '落实结余分配', due: '2027-01-31', leadName: '财务部' }] }, subject: office };
  },
  wrongState: async () => ({ input: { id: (await voted(['for', 'for'])).meeting.id, minutes: '会议纪要全文', tasks: [] }, subject: office, code: 'governance.undecided' }),
  effect: async (_, answer) => {
    expect(answer.items[0]).toMatchObject({ outcome: 'adopted', resolutionNumber: expect.stringMatching(/^〔2026〕管委会\d+决议1号$/) as string });
    const { rows } = (await run(listLedgerTasks, { sourceId: `resolution.${answer.items[0]!.id}`, sort: 'number', limit: 10, offset: 0 })) as { rows: { title: { zh: string }; due: string; clause: string }[] };
    expect(rows).toMatchObject([{ title: { zh: '落实结余分配' }, due: '2027-01-31', clause: answer.items[0]!.resolutionNumber }]);
  },
});
const charterInput = () => ({ consortiumName: `医共体${(serial += 1)}`, title: '医共体章程', text: '第一条 为明确成员责任、权利和义务，制定本章程。第二条 其余从略。', hasPartyChapter: true, memberOrganisationIds: ['office', 'member'], validFrom: '2026-01-01' });
proveCommand(draftCharter, {
  house: () => house, possible: async () => ({ input: charterInput(), subject: office }), wrongState: async () => ({ input: { ...charterInput(), memberOrganisationIds: ['nobody'] }, subject: office, code: 'governance.unknown' }),
  effect: async (_, answer) => expect([answer.version, answer.isInForce, answer.members.length]).toEqual([1, false, 2]),
});
proveCommand(signCharter, {
  house: () => house,
  possible: async () => {
    const { id, digest } = (await run(draftCharter, charterInput())) as { id: string; digest: string };
    return { input: { id, digest }, subject: { ...member, proof: { level: 'second-factor', hasSecondFactor: true } } as Subject };
  },
  wrongState: async () => {
    const { id } = (await run(draftCharter, charterInput())) as { id: string };
    return { input: { id, digest: '0'.repeat(64) }, subject: { ...member, proof: { level: 'second-factor', hasSecondFactor: true } } as Subject, code: 'governance.text-changed' };
  },
  effect: async (_, answer) => expect(answer.members.find(({ organisationId }) => organisationId === 'member')?.signedBy).not.toBeNull(),
});
const siteInput = () => ({ name: '党建示范点', organisationId: 'member', level: 'county' as const, field: `党建${(serial += 1)}`, namedOn: '2026-07-01', evidence: '现场评审通过' });
proveCommand(nameSite, {
  house: () => house, possible: async () => ({ input: siteInput(), subject: office }),
  wrongState: async () => {
    const input = siteInput();
    await run(nameSite, input);
    return { input, subject: office, code: 'governance.name-taken' };
  },
  effect: async (_, answer) => expect(((await run(listSites, {})) as { rows: { id: string }[] }).rows.map(({ id }) => id)).toContain(answer.id),
});

describe('the state table', () => {
  it.each(meetingStates.flatMap((state) => meetingActions.map((action) => [state, action] as const)))('%s, %s: as the table says', async (state, action) => {
    const { meeting, seats } = await inState(state);
    const [first] = meeting.items;
    if (action === 'close' && state === 'open') for (const seatId of seats) await run(castVote, { id: first!.id, seatId, choice: 'for' });
    const acts = {
      propose: () => run(proposeItem, { id: meeting.id, ...item }), call: () => run(callMeeting, { id: meeting.id }), open: () => run(openMeeting, { id: meeting.id, seatIds: seats }),
      vote: () => run(castVote, { id: first!.id, seatId: seats[0]!, choice: 'for' }), opine: () => run(giveBranchOpinion, { id: first!.id, opinion: '支部同意' }), close: () => run(closeMeeting, { id: meeting.id, minutes: '会议纪要全文', tasks: [] }),
    } as const;
    const outcome = await (acts[action]() as Promise<Meeting>).then((answer) => answer.state, (error: { code?: string }) => error.code);
    expect(outcome).toBe(meetingTable[state][action] ?? 'governance.wrong-state');
  });
});

describe('a meeting', () => {
  it('decides only what its body may decide', async () => {
    const { meeting } = await inState('drafted');
    await expect(run(proposeItem, { id: meeting.id, ...item, scope: '对外投资' })).rejects.toMatchObject({ code: 'governance.outside-scope' });
  });

  it('without items is not called', async () => {
    const meeting = (await run(draftMeeting, { bodyId: (await body()).id, title: '空的会议', meetsOn: '2026-11-20' })) as Meeting;
    await expect(run(callMeeting, { id: meeting.id })).rejects.toMatchObject({ code: 'governance.no-agenda' });
  });

  it('votes on persons only after the branch has spoken', async () => {
    const { meeting, seats } = await inState('open', { kind: 'personnel', scope: '人事任免' });
    const vote = { id: meeting.items[0]!.id, seatId: seats[0]!, choice: 'for' };
    await expect(run(castVote, vote)).rejects.toMatchObject({ code: 'governance.opinion-missing' });
    await run(giveBranchOpinion, { id: vote.id, opinion: '支部同意提名' });
    expect(((await run(castVote, vote)) as Meeting).items[0]?.votes).toHaveLength(1);
  });

  it('counts no seat whose term is over, and none of another body', async () => {
    const { meeting, seats } = await inState('called');
    const other = (await seat((await body()).id)) as { seats: { id: string }[] };
    await expect(run(openMeeting, { id: meeting.id, seatIds: [...seats, other.seats[0]!.id] })).rejects.toMatchObject({ code: 'governance.no-vote' });
    await run(unseatMember, { id: seats[0]!, validUntil: '2026-11-19', reason: '任期届满' });
    await expect(run(openMeeting, { id: meeting.id, seatIds: [...seats] })).rejects.toMatchObject({ code: 'governance.no-vote' });
    expect(((await run(openMeeting, { id: meeting.id, seatIds: seats.slice(1) })) as Meeting).quorum).toEqual({ seats: 2, needed: 2, present: 2, reached: true });
  });

  it('that rejects an item gives it neither number nor task', async () => {
    const { meeting } = await voted(['for', 'against', 'against']);
    const tasks = [{ itemId: meeting.items[0]!.id, title: '落实结余分配', leadName: '财务部' }];
    await expect(run(closeMeeting, { id: meeting.id, minutes: '会议纪要全文', tasks })).rejects.toMatchObject({ code: 'governance.task-without-resolution' });
    expect(((await run(closeMeeting, { id: meeting.id, minutes: '会议纪要全文', tasks: [] })) as Meeting).items[0]).toMatchObject({ outcome: 'rejected', resolutionNumber: null });
  });

  it('numbers resolutions without a gap, also when two close at once', async () => {
    const first = await voted(['for', 'for', 'for']);
    const second = (await run(draftMeeting, { bodyId: first.meeting.bodyId, title: '第二次会议', meetsOn: '2026-11-21' })) as Meeting;
    await run(proposeItem, { id: second.id, ...item });
    await run(callMeeting, { id: second.id });
    const open = (await run(openMeeting, { id: second.id, seatIds: first.seats })) as Meeting;
    for (const seatId of first.seats) await run(castVote, { id: open.items[0]!.id, seatId, choice: 'for' });
    const closed = (await Promise.all([first.meeting.id, second.id].map((id) => run(closeMeeting, { id, minutes: '会议纪要全文', tasks: [] })))) as Meeting[];
    expect(closed.map(({ items }) => items[0]!.resolutionNumber!.replace(/^.*决议/, '')).sort()).toEqual(['1号', '2号']);
  });

  it('is seen by its organisation and by those with a seat, and by nobody else', async () => {
    const { meeting } = await inState('drafted');
    await expect(run(getMeeting, { id: meeting.id }, stranger)).rejects.toMatchObject({ code: 'governance.unknown' });
    expect(((await run(listMeetings, { limit: 50, offset: 0 }, stranger)) as { total: number }).total).toBe(0);
    expect(((await run(listResolutions, { limit: 50, offset: 0 }, stranger)) as { total: number }).total).toBe(0);
    await expect(run(callMeeting, { id: meeting.id }, stranger)).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await expect(run(getMeeting, { id: meeting.id }, member)).rejects.toMatchObject({ code: 'governance.unknown' });
    await seat(meeting.bodyId, { organisationId: 'member' });
    expect(((await run(getMeeting, { id: meeting.id }, member)) as Meeting).id).toBe(meeting.id);
  });
});

describe('a charter', () => {
  it('is in force when every member has signed, and a new version begins anew', async () => {
    const input = charterInput();
    const proved = (subject: Subject) => ({ ...subject, proof: { level: 'second-factor', hasSecondFactor: true } }) as Subject;
    const first = (await run(draftCharter, input)) as { id: string; digest: string };
    await run(signCharter, { id: first.id, digest: first.digest }, proved(member));
    expect(((await run(signCharter, { id: first.id, digest: first.digest }, proved(office))) as { isInForce: boolean }).isInForce).toBe(true);
    await expect(run(signCharter, { id: first.id, digest: first.digest }, proved(office))).rejects.toMatchObject({ code: 'governance.already-signed' });
    await expect(run(signCharter, { id: first.id, digest: first.digest }, proved(stranger))).rejects.toMatchObject({ code: 'governance.not-a-member' });
    expect(((await run(draftCharter, input)) as { version: number; isInForce: boolean })).toMatchObject({ version: 2, isInForce: false });
    expect(((await run(listCharters, {}, stranger)) as { rows: unknown[] }).rows).toEqual([]);
  });
});
