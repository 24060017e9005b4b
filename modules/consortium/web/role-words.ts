import { defineMessages } from '#platform/web/text/messages.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** Who can release a refused action of this room. */
export const roleWords: Readonly<Record<string, Text>> = defineMessages({
  'consortium-office': ['医共体办公室', 'consortium office'],
  'health-bureau': ['卫健局', 'health bureau'],
  'system-administrator': ['系统管理员', 'system administrator'],
  'referral-coordinator': ['转诊专员', 'referral coordinator'],
});
