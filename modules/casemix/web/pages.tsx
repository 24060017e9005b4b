import { BarChartOutlined, BlockOutlined, FileDoneOutlined, PartitionOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { messages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  { path: '/casemix/discharges', title: messages.discharges, permission: 'casemix.read-discharges', icon: FileDoneOutlined, group: 'work', component: lazy(() => import('./discharges-page.tsx').then((file) => ({ default: file.DischargesPage }))), homeFor: ['coder'] },
  { path: '/casemix/workbench', title: messages.workbench, permission: 'casemix.try-grouping', icon: PartitionOutlined, group: 'work', component: lazy(() => import('./workbench-page.tsx').then((file) => ({ default: file.WorkbenchPage }))) },
  { path: '/casemix/packs', title: messages.packs, permission: 'casemix.read', icon: BlockOutlined, group: 'manage', component: lazy(() => import('./packs-page.tsx').then((file) => ({ default: file.PacksPage }))) },
  { path: '/casemix/analysis', title: messages.analysis, permission: 'casemix.analyse', icon: BarChartOutlined, group: 'oversight', component: lazy(() => import('./analysis-page.tsx').then((file) => ({ default: file.AnalysisPage }))) },
];
