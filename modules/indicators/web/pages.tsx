import { BellOutlined, EditOutlined, FundOutlined, LockOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countIndicatorAlerts } from '../contract/alerts.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/cockpit',
    title: { zh: '驾驶舱', en: 'Cockpit' },
    permission: 'indicators.read',
    icon: FundOutlined,
    group: 'oversight',
    component: lazy(() => import('./cockpit/cockpit-page.tsx').then((file) => ({ default: file.CockpitPage }))),
    homeFor: ['consortium-office', 'health-bureau'],
    worksOffline: true,
  },
  {
    path: '/indicator-alerts', title: { zh: '指标预警', en: 'Alerts' }, permission: 'indicators.read', icon: BellOutlined, group: 'oversight', badge: countIndicatorAlerts,
    component: lazy(() => import('./alerts/alerts-page.tsx').then((file) => ({ default: file.AlertsPage }))),
  },
  {
    path: '/indicator-entries', title: { zh: '指标填报', en: 'Entry of values' }, permission: 'indicators.read', icon: EditOutlined, group: 'oversight',
    component: lazy(() => import('./entry/entries-page.tsx').then((file) => ({ default: file.EntriesPage }))),
  },
  {
    path: '/indicator-periods', title: { zh: '关账与重述', en: 'Closing months' }, permission: 'indicators.read', icon: LockOutlined, group: 'oversight',
    component: lazy(() => import('./closing/periods-page.tsx').then((file) => ({ default: file.PeriodsPage }))),
  },
];
