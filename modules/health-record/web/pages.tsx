import { EyeInvisibleOutlined, FileSearchOutlined, HistoryOutlined, SafetyOutlined, UnlockOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countReviews } from '../contract/reviews.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/privacy',
    title: { zh: '隐私复核', en: 'Privacy desk' },
    permission: 'health-record.list-reviews',
    icon: SafetyOutlined,
    group: 'oversight',
    badge: countReviews,
    homeFor: ['privacy-officer'],
    component: lazy(() => import('./privacy-page.tsx').then((file) => ({ default: file.PrivacyPage }))),
  },
  {
    path: '/sensitive-kinds',
    title: { zh: '敏感诊断清单', en: 'Sensitive kinds' },
    permission: 'health-record.list-sensitive-kinds',
    icon: EyeInvisibleOutlined,
    group: 'oversight',
    component: lazy(() => import('./sensitive-kinds-page.tsx').then((file) => ({ default: file.SensitiveKindsPage }))),
  },
  {
    path: '/access-requests',
    title: { zh: '档案打开申请', en: 'Requests to open records' },
    permission: 'health-record.decide-access-request',
    icon: UnlockOutlined,
    group: 'record',
    component: lazy(() => import('./access-requests-page.tsx').then((file) => ({ default: file.AccessRequestsPage }))),
  },
  {
    path: '/records/:personId',
    title: { zh: '健康档案', en: 'Health record' },
    permission: 'health-record.read',
    icon: HistoryOutlined,
    group: 'record',
    component: lazy(() => import('./record-page.tsx').then((file) => ({ default: file.RecordPage }))),
  },
  {
    path: '/records/:personId/access',
    title: { zh: '档案访问记录', en: 'Who looked at a record' },
    permission: 'health-record.review-access',
    icon: FileSearchOutlined,
    group: 'oversight',
    component: lazy(() => import('./access-page.tsx').then((file) => ({ default: file.AccessPage }))),
  },
];
