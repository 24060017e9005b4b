import { AlertOutlined, AuditOutlined, BankOutlined, DashboardOutlined, EyeOutlined, FileTextOutlined, FormOutlined, ReadOutlined, SafetyCertificateOutlined, SlidersOutlined, SnippetsOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countWaitingCriticals } from '../contract/critical.ts';
import { countWaitingDiagnoses } from '../contract/orders.ts';
import { centreMessages, criticalMessages, messages, qualityMessages, statementMessages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/diagnosis/reading', title: messages.reading, permission: 'shared-diagnosis.claim', icon: EyeOutlined, group: 'work', badge: countWaitingDiagnoses, homeFor: ['diagnostic-reader'],
    component: lazy(() => import('./desk/reading-page.tsx').then((file) => ({ default: file.ReadingPage }))),
  },
  {
    path: '/diagnosis/orders', title: messages.orders, permission: 'shared-diagnosis.read', icon: ReadOutlined, group: 'work', homeFor: ['technician'], component: lazy(() => import('./desk/orders-page.tsx').then((file) => ({ default: file.OrdersPage }))),
    actions: [{ title: messages.newOrder, path: '/diagnosis/order', permission: 'shared-diagnosis.order' }],
  },
  { path: '/diagnosis/order', title: messages.newOrder, permission: 'shared-diagnosis.order', icon: FormOutlined, group: 'work', listed: false, component: lazy(() => import('./order/new-order-page.tsx').then((file) => ({ default: file.NewOrderPage }))) },
  { path: '/diagnosis/orders/:id', title: messages.orders, permission: 'shared-diagnosis.read', icon: FileTextOutlined, group: 'work', component: lazy(() => import('./order/order-page.tsx').then((file) => ({ default: file.OrderPage }))) },
  {
    path: '/diagnosis/critical', title: criticalMessages.title, permission: 'shared-diagnosis.read-critical', icon: AlertOutlined, group: 'work', badge: countWaitingCriticals,
    component: lazy(() => import('./critical/critical-page.tsx').then((file) => ({ default: file.CriticalPage }))),
  },
  { path: '/diagnosis/critical-board', title: criticalMessages.board, permission: 'shared-diagnosis.read-critical', icon: DashboardOutlined, group: 'work', listed: false, component: lazy(() => import('./critical/board-page.tsx').then((file) => ({ default: file.BoardPage }))) },
  { path: '/diagnosis/templates', title: centreMessages.templates, permission: 'shared-diagnosis.read-templates', icon: SnippetsOutlined, group: 'manage', component: lazy(() => import('./centres/templates-page.tsx').then((file) => ({ default: file.TemplatesPage }))) },
  { path: '/diagnosis/centres', title: centreMessages.title, permission: 'shared-diagnosis.read-contracts', icon: SafetyCertificateOutlined, group: 'manage', component: lazy(() => import('./centres/centres-page.tsx').then((file) => ({ default: file.CentresPage }))) },
  { path: '/diagnosis/critical-rules', title: criticalMessages.rules, permission: 'shared-diagnosis.read-critical-rules', icon: SlidersOutlined, group: 'manage', component: lazy(() => import('./critical/rules-page.tsx').then((file) => ({ default: file.RulesPage }))) },
  { path: '/diagnosis/quality', title: qualityMessages.title, permission: 'shared-diagnosis.read-quality', icon: AuditOutlined, group: 'oversight', component: lazy(() => import('./quality/quality-page.tsx').then((file) => ({ default: file.QualityPage }))) },
  { path: '/diagnosis/statements', title: statementMessages.title, permission: 'shared-diagnosis.read-statements', icon: BankOutlined, group: 'oversight', component: lazy(() => import('./statements/statements-page.tsx').then((file) => ({ default: file.StatementsPage }))) },
];
