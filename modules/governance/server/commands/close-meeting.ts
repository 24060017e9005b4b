import { registerTasks } from '#modules/task-ledger/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { closeMeeting as operation, GoverningBody, Meeting } from '../../contract/meetings.ts';
import { isAdopted, type Count } from '../rules/votes.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { resolutionDocument } from '../rules/signed-documents.ts';
import { insertResolution, listResolutionsById, setItem } from '../store/meetings.ts';
import { ownBody, problem, stepMeeting } from './step-meeting.ts';

type Tasks = InputOf<typeof operation>['tasks'];
type Item = Meeting['items'][number];

const countOf = ({ votes }: Item): Count => ({
  for: votes.filter(({ choice }) => choice === 'for').length,
  against: votes.filter(({ choice }) => choice === 'against').length,
  abstain: votes.filter(({ choice }) => choice === 'abstain').length,
});

/** Everybody present has voted on every item; what was adopted gets its number, and its tasks enter the ledger in the same transaction. */
export const closeMeeting = (context: CommandContext, { id, minutes, tasks }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id,
    action: 'close',
    event: 'governance.meeting-closed',
    note: minutes,
    effect: async (meeting) => {
      const body = await ownBody(context, meeting.bodyId);
      if (meeting.items.some(({ votes }) => votes.length < meeting.quorum.present)) throw problem('governance.undecided');
      const adopted = new Set(meeting.items.filter((item) => isAdopted(countOf(item), body.majority)).map((item) => item.id));
      const stray = tasks.findIndex(({ itemId }) => !adopted.has(itemId));
      if (stray >= 0) throw problem('governance.task-without-resolution', [{ path: `tasks.${stray}.itemId`, message: { zh: '该议题未通过', en: 'this item was not adopted' } }]);
      for (const item of meeting.items) {
        await setItem(context.tx, { id: item.id, outcome: adopted.has(item.id) ? 'adopted' : 'rejected' });
        if (adopted.has(item.id)) await resolve(context, { meeting, body, item, tasks: tasks.filter(({ itemId }) => itemId === item.id) });
      }
      return { minutes };
    },
  });

async function resolve(context: CommandContext, { meeting, body, item, tasks }: { meeting: Meeting; body: GoverningBody; item: Item; tasks: Tasks }): Promise<void> {
  const { ownerOrganisationId } = body;
  const id = context.newId();
  const number = await insertResolution(context.tx, {
    id, itemId: item.id, kind: item.kind, title: item.title, text: item.proposal, bodyId: body.id, bodyName: body.name.zh, adoptedOn: meeting.meetsOn, count: countOf(item), tasks: tasks.length, ownerOrganisationId,
  });
  await signResolution(context, id);
  if (tasks.length === 0) return;
  const words = (zh: string) => ({ zh, en: zh });
  // The ledger's event follows this command's own in the outbox of the same transaction; the command announces only its own.
  await registerTasks({ ...context, emit: () => undefined }, { kind: 'resolution', id: `resolution.${item.id}`, name: words(number), ownerOrganisationId }, tasks.map((task, index) => ({
    sourceTaskId: String(index + 1), number: String(index + 1).padStart(3, '0'), clause: number, title: words(task.title), work: [words(item.proposal)], isKey: item.kind !== 'general', due: task.due ?? null, indicators: [],
    lead: { bodyId: `lead-${index + 1}`, name: words(task.leadName) }, joint: [],
  })));
}

/** What is stored is signed, by the key of the organisation whose body it is. */
async function signResolution({ tx, subject, now, newId }: CommandContext, id: string): Promise<void> {
  const [resolution] = await listResolutionsById(tx, [id]);
  assert(resolution !== undefined, 'the resolution was just stored');
  await signDocument(tx, { ...resolutionDocument(resolution), signatureId: newId(), organisationId: resolution.ownerOrganisationId, subject, now });
}
