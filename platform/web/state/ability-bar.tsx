import type { Ability } from './ability-button.tsx';
import { AbilityButton } from './ability-button.tsx';

export interface AbilityAction {
  readonly key: string;
  readonly title: string;
  readonly ability?: Ability | undefined;
  readonly onClick: () => void;
  readonly primary?: boolean;
  readonly danger?: boolean;
  readonly loading?: boolean;
}

/** Actions that are possible now come first, impossible ones follow with their reason. At most one is primary. */
export function AbilityBar({ actions }: { actions: readonly AbilityAction[] }) {
  const possible = actions.filter((action) => action.ability?.allowed !== false);
  const impossible = actions.filter((action) => action.ability?.allowed === false);
  return (
    <div className="yg-row yg-print-hidden">
      {[...possible, ...impossible].map((action) => (
        <AbilityButton
          key={action.key} ability={action.ability} onClick={action.onClick} loading={action.loading} danger={action.danger}
          type={action.primary && action.ability?.allowed !== false ? 'primary' : 'default'}
        >
          {action.title}
        </AbilityButton>
      ))}
    </div>
  );
}
