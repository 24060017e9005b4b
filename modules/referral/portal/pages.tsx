import { SwapOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PortalPage } from '#platform/web/page.ts';

export const pages: readonly PortalPage[] = [
  {
    path: '/referrals',
    title: { zh: '我的转诊', en: 'My referrals' },
    permission: 'portal.own-record',
    icon: SwapOutlined,
    place: 'tab',
    component: lazy(() => import('./own-referrals.tsx').then((file) => ({ default: file.OwnReferrals }))),
  },
];
