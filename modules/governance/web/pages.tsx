import { BankOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/governance',
    title: { zh: '议事与决议', en: 'Governance' },
    permission: 'governance.read',
    icon: BankOutlined,
    group: 'oversight',
    component: lazy(() => import('./meetings/governance-page.tsx').then((file) => ({ default: file.GovernancePage }))),
  },
  {
    path: '/charters',
    title: { zh: '章程与示范点', en: 'Charters and sites' },
    permission: 'governance.read',
    icon: SafetyCertificateOutlined,
    group: 'oversight',
    component: lazy(() => import('./charters/charters-page.tsx').then((file) => ({ default: file.ChartersPage }))),
  },
];
