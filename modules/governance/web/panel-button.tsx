import type { ReactNode } from 'react';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';

/** A button that opens a form in the side panel. */
export function PanelButton(props: { id: string; title: string; ability: Ability; primary?: boolean; children: (close: () => void) => ReactNode }) {
  const workspace = useWorkspace();
  const open = () => workspace.open({ key: props.id, title: props.title, content: props.children(() => workspace.close(props.id)) });
  return <AbilityButton ability={props.ability} type={props.primary ? 'primary' : 'default'} onClick={open}>{props.title}</AbilityButton>;
}
