import { AccountBookOutlined, AuditOutlined, CalculatorOutlined, FileDoneOutlined, FundOutlined, ProfileOutlined, TeamOutlined, TrophyOutlined, UsergroupAddOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { messages } from './messages.ts';
import { panelMessages } from './panels/panel-messages.ts';
import { scoreMessages } from './scores/score-messages.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/payment/runs', title: messages.runs, permission: 'payment.read', icon: CalculatorOutlined, group: 'manage', homeFor: ['insurance-bureau', 'insurance-office'],
    component: lazy(() => import('./runs/runs-page.tsx').then((file) => ({ default: file.RunsPage }))),
  },
  {
    path: '/payment/packages', title: messages.packages, permission: 'payment.read', icon: FundOutlined, group: 'manage',
    component: lazy(() => import('./packages/packages-page.tsx').then((file) => ({ default: file.PackagesPage }))),
  },
  {
    path: '/payment/scores', title: scoreMessages.scores, permission: 'payment.read', icon: TrophyOutlined, group: 'manage', listed: false,
    component: lazy(() => import('./scores/scores-page.tsx').then((file) => ({ default: file.ScoresPage }))),
    actions: [{ title: scoreMessages.scores, path: '/payment/scores', permission: 'payment.read' }],
  },
  {
    path: '/payment/cases', title: messages.cases, permission: 'payment.read', icon: ProfileOutlined, group: 'manage', listed: false,
    component: lazy(() => import('./runs/cases-page.tsx').then((file) => ({ default: file.CasesPage }))),
    actions: [{ title: messages.cases, path: '/payment/cases', permission: 'payment.read' }],
  },
  {
    path: '/payment/panels', title: panelMessages.panels, permission: 'payment.read', icon: UsergroupAddOutlined, group: 'manage', listed: false,
    component: lazy(() => import('./panels/panels-page.tsx').then((file) => ({ default: file.PanelsPage }))),
    actions: [{ title: panelMessages.panels, path: '/payment/panels', permission: 'payment.read' }],
  },
  {
    path: '/payment/reviews', title: messages.reviews, permission: 'payment.read', icon: TeamOutlined, group: 'manage',
    component: lazy(() => import('./runs/reviews-page.tsx').then((file) => ({ default: file.ReviewsPage }))),
  },
  {
    path: '/payment/claims', title: messages.claims, permission: 'payment.read-claims', icon: AuditOutlined, group: 'manage',
    component: lazy(() => import('./claims/claims-page.tsx').then((file) => ({ default: file.ClaimsPage }))),
  },
  {
    path: '/payment/stays', title: messages.stays, permission: 'payment.read-claims', icon: AccountBookOutlined, group: 'manage', listed: false,
    component: lazy(() => import('./claims/stays-page.tsx').then((file) => ({ default: file.StaysPage }))),
    actions: [{ title: messages.stays, path: '/payment/stays', permission: 'payment.read-claims' }],
  },
  {
    path: '/payment/packs', title: messages.packs, permission: 'payment.read', icon: FileDoneOutlined, group: 'manage',
    component: lazy(() => import('./packs-page.tsx').then((file) => ({ default: file.PacksPage }))),
  },
];
