import type { ModuleContract } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** Operations that ask for no permission of a room. */
const OPEN_TO_MANY: Readonly<Record<string, Text>> = {
  'signed-in': { zh: '本账号自己的操作', en: 'Something of the own account' },
  public: { zh: '未登录即可使用的操作', en: 'Something open to all' },
};

/** What the actions of the trail mean in words: permissions first, then what rooms name besides, then events. */
export function titlesOfActions(contracts: readonly ModuleContract[]): ReadonlyMap<string, Text> {
  const named = contracts.flatMap(({ permissions, trail = {}, events }) => [Object.entries(events), Object.entries(trail), Object.entries(permissions)].map((entries) => entries as [string, Text][]));
  const ranked = [0, 1, 2].flatMap((rank) => named.filter((_, index) => index % 3 === rank).flat());
  return new Map([...Object.entries(OPEN_TO_MANY), ...ranked].map(([action, { zh, en }]) => [action, { zh, en }]));
}
