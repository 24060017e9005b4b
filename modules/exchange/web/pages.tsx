import { ApiOutlined, FileExcelOutlined, NodeIndexOutlined, SwapOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { messages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  { path: '/exchange', title: messages.log, permission: 'exchange.read-log', icon: SwapOutlined, group: 'manage', component: lazy(() => import('./log-page.tsx').then((file) => ({ default: file.LogPage }))), homeFor: ['integrator'] },
  { path: '/exchange/sites', title: messages.sites, permission: 'exchange.read-coverage', icon: ApiOutlined, group: 'manage', component: lazy(() => import('./sites-page.tsx').then((file) => ({ default: file.SitesPage }))) },
  { path: '/exchange/mappings', title: messages.mappings, permission: 'exchange.read-mappings', icon: NodeIndexOutlined, group: 'manage', component: lazy(() => import('./mappings-page.tsx').then((file) => ({ default: file.MappingsPage }))) },
  { path: '/exchange/tables', title: messages.tables, permission: 'exchange.import-table', icon: FileExcelOutlined, group: 'manage', component: lazy(() => import('./tables-page.tsx').then((file) => ({ default: file.TablesPage }))) },
];
