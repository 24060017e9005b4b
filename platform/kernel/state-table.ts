import type { Text } from './problem.ts';

/**
 * A state machine as data: for each state the actions that are possible and the state they lead to. Everything not
 * listed is refused, with the problem code of the module. The server, the screens and the tests read the same table.
 */
export type StateTable<State extends string, Action extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Action, State>>>>
>;

export function nextState<State extends string, Action extends string>(
  table: StateTable<State, Action>,
  state: State,
  action: Action,
): State | undefined {
  return table[state][action];
}

export function possibleActions<State extends string, Action extends string>(
  table: StateTable<State, Action>,
  state: State,
): Action[] {
  return Object.keys(table[state]) as Action[];
}

/** What a screen needs to show a button: possible now, or disabled with the reason and who can release it. */
export interface ActionAbility {
  readonly action: string;
  readonly allowed: boolean;
  readonly reason?: Text;
}
