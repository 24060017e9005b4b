import { FileSearchOutlined, HistoryOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

export const pages: readonly ModulePage[] = [
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
