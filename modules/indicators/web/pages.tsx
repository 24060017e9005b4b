import { FundOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/cockpit',
    title: { zh: '驾驶舱', en: 'Cockpit' },
    permission: 'indicators.read',
    icon: FundOutlined,
    group: 'oversight',
    component: lazy(() => import('./cockpit-page.tsx').then((file) => ({ default: file.CockpitPage }))),
    homeFor: ['consortium-office', 'health-bureau'],
  },
];
