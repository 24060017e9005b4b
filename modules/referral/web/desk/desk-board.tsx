import { useCallback, useMemo } from 'react';
import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Board } from '#platform/web/board/board.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import type { Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getReferral, referralBoard, stateTitles, type ReferralCard, type ReferralState } from '../../contract.ts';
import { useOpenAct } from '../act/use-act-bar.tsx';
import { ReferralPanel } from '../detail/referral-panel.tsx';
import { messages } from '../messages.ts';
import { moveAbility, moveActionOf } from './board-moves.ts';
import { ReferralBoardCard, type Capacity } from './referral-card.tsx';
import type { DeskFilters } from './use-desk-filters.ts';

const CARDS_PER_COLUMN = 500;
const CARD_PX = 142;

const columnTone: Readonly<Partial<Record<ReferralState, Tone>>> = {
  rejected: 'overdue', expired: 'overdue', declined: 'overdue', counter_offered: 'due', in_care: 'done', outcome_reported: 'done', monitored: 'done',
};

export function DeskBoard({ filters }: { filters: DeskFilters }) {
  const board = useOperation(referralBoard, { ...filters, perColumn: CARDS_PER_COLUMN } as never, { refreshOn: ['scheduling'], keepPrevious: true });
  return <Answer query={board}>{(data) => <Columns data={data} />}</Answer>;
}

interface BoardData {
  readonly columns: readonly { readonly state: ReferralState; readonly total: number; readonly cards: readonly ReferralCard[] }[];
  readonly capacity: Readonly<Record<string, Capacity>>;
}

/** Nothing is dragged there, so an empty one only takes room. */
const HIDDEN_WHEN_EMPTY: readonly ReferralState[] = ['draft', 'emergency_override', 'accepted', 'expired', 'follow_up', 'planned', 'declined'];

/** Emergencies stand first. */
function shownColumns(columns: BoardData['columns']): BoardData['columns'] {
  const wanted = columns.filter(({ state, total }) => total > 0 || !HIDDEN_WHEN_EMPTY.includes(state));
  return [...wanted.filter(({ state }) => state === 'emergency_override'), ...wanted.filter(({ state }) => state !== 'emergency_override')];
}

function Columns({ data }: { data: BoardData }) {
  const say = useText();
  const { acting } = useSession();
  const workspace = useWorkspace();
  const openAct = useOpenAct();
  const shown = useMemo(() => shownColumns(data.columns), [data]);
  const cards = useMemo(() => shown.flatMap((column) => column.cards), [shown]);
  const columns = useMemo(
    () => shown.map(({ state, total }) => ({ key: state, title: say(stateTitles[state]), total, ...(columnTone[state] ? { tone: columnTone[state] } : {}) })),
    [shown, say],
  );
  const own = acting?.organisationId;
  const { capacity } = data;
  const renderCard = useCallback(
    (card: ReferralCard) => <ReferralBoardCard card={card} capacity={card.toOrganisationId ? capacity[card.toOrganisationId] : undefined} own={own} />,
    [capacity, own],
  );
  const moveTo = useCallback((card: ReferralCard, target: string) => moveAbility(say, card, target as ReferralState), [say]);
  const open = useCallback((card: ReferralCard) => {
    workspace.open({ key: `referral:${card.id}`, title: `${card.personName} · ${card.number}`, content: <ReferralPanel id={card.id} />, width: 'wide' });
  }, [workspace]);
  const move = async (card: ReferralCard, target: string): Promise<void> => {
    const action = moveActionOf(card, target as ReferralState);
    if (action) openAct(await call(getReferral, { id: card.id }), action);
  };
  return (
    <Board
      label={say(messages.desk)} columns={columns} cards={cards} cardKey={(card) => card.id} columnOf={(card) => card.state}
      cardTitle={(card) => `${card.personName} ${card.number}`} renderCard={renderCard} moveTo={moveTo} onMove={(card, target) => void move(card, target)}
      onOpen={open} cardHeight={CARD_PX}
    />
  );
}
