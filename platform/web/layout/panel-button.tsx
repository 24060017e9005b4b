import type { ReactNode } from 'react';
import type { Text } from '../../kernel/problem.ts';
import { AbilityButton, type Ability } from '../state/ability-button.tsx';
import { useText } from '../text/messages.ts';
import { useWorkspace } from './workspace.tsx';

/** A button that opens something in the side panel. */
export function PanelButton(props: { id: string; title: Text; ability: Ability; primary?: boolean; wide?: boolean; children: (close: () => void) => ReactNode }) {
  const say = useText();
  const workspace = useWorkspace();
  const open = () => workspace.open({ key: props.id, title: say(props.title), ...(props.wide ? { width: 'wide' as const } : {}), content: props.children(() => workspace.close(props.id)) });
  return <AbilityButton ability={props.ability} type={props.primary && props.ability.allowed ? 'primary' : 'default'} onClick={open}>{say(props.title)}</AbilityButton>;
}
