import { useId, type ReactNode } from 'react';
import { Button, Tooltip, type ButtonProps } from 'antd';
import type { Text } from '#platform/kernel/problem.ts';
import { useText } from '../text/messages.ts';

export interface Ability {
  readonly allowed: boolean;
  readonly reason?: Text;
}

export interface AbilityButtonProps {
  /** Missing = allowed. */
  readonly ability?: Ability | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly type?: ButtonProps['type'];
  readonly danger?: boolean;
  readonly icon?: ReactNode;
  readonly loading?: boolean;
  readonly size?: ButtonProps['size'];
  /** Key shown on the button, for example `A`; the page binds it. */
  readonly shortcut?: string;
}

/**
 * A button that stays visible when it is impossible: it keeps the focus (`aria-disabled`, not `disabled`), so that the
 * reason is reached by keyboard, by mouse and by screen reader.
 */
export function AbilityButton(props: AbilityButtonProps) {
  const say = useText();
  const id = useId();
  const refused = props.ability?.allowed === false;
  const reason = refused && props.ability?.reason ? say(props.ability.reason) : undefined;
  return (
    // The wrapper takes antd's own describedby, which would replace ours.
    <Tooltip title={reason} trigger={['hover', 'focus']}>
      <span className="yg-ability">
        <Button
          type={props.type} danger={props.danger} icon={props.icon} loading={props.loading} size={props.size}
          className={refused ? 'yg-refused' : undefined}
          aria-disabled={refused || undefined}
          aria-describedby={reason ? id : undefined}
          aria-keyshortcuts={props.shortcut}
          onClick={refused ? undefined : props.onClick}
        >
          {props.children}
          {props.shortcut && <kbd aria-hidden>{props.shortcut}</kbd>}
        </Button>
        {reason && <span id={id} className="yg-hidden">{reason}</span>}
      </span>
    </Tooltip>
  );
}
