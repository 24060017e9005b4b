import { EyeOutlined, HeartOutlined, SafetyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PortalPage } from '#platform/web/page.ts';

export const pages: readonly PortalPage[] = [
  {
    path: '/record',
    title: { zh: '我的档案', en: 'My record' },
    permission: 'portal.own-record',
    icon: HeartOutlined,
    place: 'tab',
    component: lazy(() => import('./own-record-page.tsx').then((file) => ({ default: file.OwnRecordPage }))),
  },
  {
    path: '/access',
    title: { zh: '谁看过', en: 'Who looked' },
    permission: 'portal.own-record',
    icon: EyeOutlined,
    place: 'tab',
    component: lazy(() => import('./own-access-page.tsx').then((file) => ({ default: file.OwnAccessPage }))),
  },
  {
    path: '/choices',
    title: { zh: '我的授权和异议', en: 'My choices' },
    permission: 'portal.own-record',
    icon: SafetyOutlined,
    place: 'page',
    component: lazy(() => import('./own-choices-page.tsx').then((file) => ({ default: file.OwnChoicesPage }))),
  },
];
