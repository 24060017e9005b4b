import type { ReactNode } from 'react';
import type { Tone } from '../state/state-tag.tsx';

export interface BoardColumn {
  readonly key: string;
  readonly title: string;
  /** The database's count, which may exceed the cards at hand. */
  readonly total?: number;
  readonly tone?: Tone;
}

/** What a move would do, or why it is not possible and who can release it. */
export type MoveAbility =
  | { readonly allowed: true; readonly effect?: string }
  | { readonly allowed: false; readonly reason: string };

export interface BoardProps<Card> {
  readonly label: string;
  readonly columns: readonly BoardColumn[];
  readonly cards: readonly Card[];
  readonly cardKey: (card: Card) => string;
  readonly columnOf: (card: Card) => string;
  /** What a screen reader calls the card. */
  readonly cardTitle: (card: Card) => string;
  readonly renderCard: (card: Card) => ReactNode;
  readonly moveTo: (card: Card, columnKey: string) => MoveAbility;
  readonly onMove: (card: Card, columnKey: string) => void;
  readonly onOpen: (card: Card) => void;
  /** Pixels; all cards are equally high, so that a thousand stay smooth. */
  readonly cardHeight: number;
  /** CSS height; by default the rest of the screen. */
  readonly height?: string;
}
