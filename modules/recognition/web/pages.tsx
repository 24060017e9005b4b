import { BarChartOutlined, FileDoneOutlined, FileProtectOutlined, FileSearchOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { messages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  { path: '/recognition/check', title: messages.check, permission: 'recognition.check', icon: FileSearchOutlined, group: 'work', listed: false, component: lazy(() => import('./check/check-page.tsx').then((file) => ({ default: file.CheckPage }))) },
  { path: '/recognition/catalogue', title: messages.catalogue, permission: 'recognition.read-catalogue', icon: FileDoneOutlined, group: 'manage', component: lazy(() => import('./catalogue/catalogue-page.tsx').then((file) => ({ default: file.CataloguePage }))) },
  { path: '/recognition/decisions', title: messages.decisions, permission: 'recognition.read-decisions', icon: FileProtectOutlined, group: 'oversight', component: lazy(() => import('./decisions/decisions-page.tsx').then((file) => ({ default: file.DecisionsPage }))) },
  { path: '/recognition/statistics', title: messages.statistics, permission: 'recognition.read-statistics', icon: BarChartOutlined, group: 'oversight', component: lazy(() => import('./statistics/statistics-page.tsx').then((file) => ({ default: file.StatisticsPage }))) },
];
