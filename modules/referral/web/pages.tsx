import { BarChartOutlined, FileTextOutlined, FormOutlined, ScheduleOutlined, SwapOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countWaitingReferrals } from '../contract.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/referrals',
    title: { zh: '转诊台', en: 'Referral desk' },
    permission: 'referral.read',
    icon: SwapOutlined,
    group: 'work',
    component: lazy(() => import('./desk/referral-desk.tsx').then((file) => ({ default: file.ReferralDesk }))),
    badge: countWaitingReferrals,
    homeFor: ['referral-coordinator', 'specialist', 'township-doctor'],
    actions: [{ title: { zh: '发起转诊', en: 'Refer a person' }, path: '/refer', permission: 'referral.save-draft' }],
  },
  {
    path: '/refer',
    title: { zh: '发起转诊', en: 'Refer a person' },
    permission: 'referral.save-draft',
    icon: FormOutlined,
    group: 'work',
    listed: false,
    component: lazy(() => import('./refer/refer-page.tsx').then((file) => ({ default: file.ReferPage }))),
  },
  {
    path: '/referral-follow-ups',
    title: { zh: '随访任务', en: 'Follow-up tasks' },
    permission: 'referral.read',
    icon: ScheduleOutlined,
    group: 'work',
    component: lazy(() => import('./follow-up/follow-ups-page.tsx').then((file) => ({ default: file.FollowUpsPage }))),
    homeFor: ['village-doctor'],
  },
  {
    path: '/referral-statistics',
    title: { zh: '转诊统计', en: 'Referral statistics' },
    permission: 'referral.read-statistics',
    icon: BarChartOutlined,
    group: 'oversight',
    component: lazy(() => import('./statistics/statistics-page.tsx').then((file) => ({ default: file.StatisticsPage }))),
  },
  {
    path: '/referrals/:id',
    title: { zh: '转诊单', en: 'Referral' },
    permission: 'referral.read',
    icon: FileTextOutlined,
    group: 'work',
    component: lazy(() => import('./detail/referral-page.tsx').then((file) => ({ default: file.ReferralPage }))),
  },
];
