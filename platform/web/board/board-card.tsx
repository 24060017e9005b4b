import { memo, useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { DragOutlined } from '@ant-design/icons';
import { useText } from '../text/messages.ts';
import { boardMessages } from './board-messages.ts';

interface BoardCardProps<Card> {
  readonly card: Card;
  readonly cardKey: string;
  readonly title: string;
  readonly render: (card: Card) => ReactNode;
  readonly top: number;
  readonly height: number;
  readonly position: number;
  readonly size: number;
  readonly tabStop: boolean;
  readonly focused: boolean;
  readonly wantsFocus: RefObject<boolean>;
  readonly onFocusCard: (key: string) => void;
  readonly onDrag: (card: Card | undefined) => void;
  readonly onMenu: (card: Card) => void;
  readonly onOpen: (card: Card) => void;
}

function BoardCardInner<Card>(props: BoardCardProps<Card>) {
  const say = useText();
  const element = useRef<HTMLDivElement>(null);
  const { card, cardKey, focused, wantsFocus } = props;
  useEffect(() => {
    if (!focused || !wantsFocus.current) return;
    wantsFocus.current = false;
    const now = document.activeElement;
    if (now && now !== document.body && !now.closest('.yg-board')) return;
    element.current?.focus({ preventScroll: true });
  }, [focused, wantsFocus]);
  return (
    <div
      role="listitem" aria-posinset={props.position} aria-setsize={props.size} className="yg-card-place"
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      <div
        ref={element} role="button" tabIndex={props.tabStop ? 0 : -1} className="yg-card" aria-keyshortcuts="Enter m" draggable
        data-card={cardKey}
        onFocus={() => props.onFocusCard(cardKey)} onClick={() => props.onOpen(card)}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', props.title);
          props.onDrag(card);
        }}
        onDragEnd={() => props.onDrag(undefined)}
      >
        {props.render(card)}
      </div>
      <button type="button" className="yg-card-move yg-plain-button" tabIndex={-1} title={`${say(boardMessages.move, { title: props.title })} (m)`} aria-label={say(boardMessages.move, { title: props.title })} onClick={() => props.onMenu(card)}>
        <DragOutlined aria-hidden />
      </button>
    </div>
  );
}

/** Redrawn only when its own card, place or focus changes: dragging over a thousand cards touches none of them. */
export const BoardCard = memo(BoardCardInner) as typeof BoardCardInner;
