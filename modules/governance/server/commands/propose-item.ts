import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Meeting, proposeItem as operation } from '../../contract/meetings.ts';
import { insertItem } from '../store/meetings.ts';
import { ownBody, problem, stepMeeting } from './step-meeting.ts';

/** A body puts on its agenda only what it may decide. */
export const proposeItem = (context: CommandContext, { id, ...item }: InputOf<typeof operation>): Promise<Meeting> =>
  stepMeeting(context, {
    id,
    action: 'propose',
    event: 'governance.item-proposed',
    effect: async ({ bodyId, ownerOrganisationId }) => {
      const body = await ownBody(context, bodyId);
      if (!body.scope.includes(item.scope)) throw problem('governance.outside-scope', [{ path: 'scope', message: { zh: `可决策：${body.scope.join('、')}`, en: `decides on: ${body.scope.join(', ')}` } }]);
      await insertItem(context.tx, { ...item, id: context.newId(), meetingId: id, ownerOrganisationId });
    },
  });
