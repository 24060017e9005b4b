import { FileSearchOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PortalPage } from '#platform/web/page.ts';

export const pages: readonly PortalPage[] = [
  {
    path: '/diagnosis-reports',
    title: { zh: '我的检查报告', en: 'My reports' },
    permission: 'portal.own-record',
    icon: FileSearchOutlined,
    place: 'tab',
    component: lazy(() => import('./own-reports.tsx').then((file) => ({ default: file.OwnReports }))),
  },
];
