import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { referralBoard as operation } from '../../contract/reads.ts';
import { downStates, outwardStates, type ReferralState } from '../../contract/states.ts';
import { cardOf } from '../rules/card.ts';
import { countByState, listBoardCards } from '../store/board.ts';
import { capacityOf } from './capacity.ts';

/** Ended long ago: counted, but shown in the list instead of a column. */
const OFF_BOARD: readonly ReferralState[] = ['finished', 'withdrawn', 'closed', 'stable', 're_up'];

/** The same referrals as the list, by state; counts are of all, cards at most `perColumn` a column. */
export async function referralBoard({ sql, gate, subject, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const counts = new Map((await countByState(sql, gate, { ...input, now })).map((count) => [count.state, count]));
  const states: readonly ReferralState[] = (input.flow === 'outward' ? outwardStates : downStates).filter((state) => !OFF_BOARD.includes(state));
  const cards = (await listBoardCards(sql, gate, { ...input, states, now })).map((row) => cardOf(row, subject, now));
  const columns = states.map((state) => {
    const { total = 0, overdue = 0 } = counts.get(state) ?? {};
    return { state, total, overdue, cards: cards.filter((card) => card.state === state) };
  });
  const destinations = columns.flatMap((column) => column.cards.flatMap((card) => card.toOrganisationId ?? []));
  return { columns, capacity: await capacityOf(sql, destinations, now), asOf: now.toISOString() };
}
