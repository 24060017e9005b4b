import type { RegionSummary } from '../../contract/operations.ts';
import type { VersionRow } from '../store/versions.ts';

export const summaryOf = ({ pack, state, versions, appliedAt, appliedBy }: VersionRow): RegionSummary => ({
  id: pack.id,
  name: pack.name,
  level: pack.level,
  state,
  version: pack.version,
  versions,
  policyNumber: pack.policy.number,
  policyTitle: pack.policy.title,
  standing: pack.policy.standing,
  appliedAt,
  appliedBy,
  tasks: pack.tasks.length,
  targets: pack.targets.length,
  rules: pack.rules.length,
});

/** `2020.10` comes after `2020.9`. */
export const versionOrder = (a: string, b: string): number => {
  const [yearA = 0, numberA = 0] = a.split('.').map(Number);
  const [yearB = 0, numberB = 0] = b.split('.').map(Number);
  return yearA - yearB || numberA - numberB;
};
