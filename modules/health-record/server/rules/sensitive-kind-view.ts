import type { SensitiveKind } from '#platform/access/sensitivity-list.ts';
import type { LatestTask } from '#platform/jobs/task-state.ts';
import type { Reclassification, SensitiveKindView } from '../../contract/sensitive-kinds.ts';

export const sensitiveKindView = (kind: SensitiveKind): SensitiveKindView => {
  const { category, version, titleZh, titleEn, isActive, codes, reason, byName, at } = kind;
  return { category, version, titleZh, titleEn, isActive, codes: [...codes], reason, byName, at: at.toISOString() };
};

export function reclassificationView(task: LatestTask | undefined): Reclassification {
  if (task === undefined) return null;
  const { state, isCancelRequested, done, total, result, createdAt, finishedAt } = task;
  const changed = typeof result?.changed === 'number' ? result.changed : null;
  return { state, isStopping: isCancelRequested && finishedAt === null, done, total, changed, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}
