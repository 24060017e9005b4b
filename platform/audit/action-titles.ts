import type { ModuleContract } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** Operations that ask for no permission of a room. */
const OPEN_TO_MANY: Readonly<Record<string, Text>> = {
  'signed-in': { zh: '本账号自己的操作', en: 'Something of the own account' },
  public: { zh: '未登录即可使用的操作', en: 'Something open to all' },
};

/** The later counts where two name an action. */
const NAMED_BY = ['events', 'trail', 'permissions'] as const;

/** What the actions of the trail mean in words. */
export function titlesOfActions(contracts: readonly ModuleContract[]): ReadonlyMap<string, Text> {
  const named = NAMED_BY.flatMap((part) => contracts.flatMap((contract) => Object.entries<Text>(contract[part] ?? {})));
  return new Map([...Object.entries(OPEN_TO_MANY), ...named].map(([action, { zh, en }]) => [action, { zh, en }]));
}
