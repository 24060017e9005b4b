import { ExperimentOutlined, InboxOutlined, LineChartOutlined, MedicineBoxOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countWaitingSpecimens } from '../contract/specimens.ts';
import { messages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  { path: '/laboratory/specimens', title: messages.specimens, permission: 'laboratory.read', icon: ExperimentOutlined, group: 'work', badge: countWaitingSpecimens, homeFor: ['laboratory-staff'], component: lazy(() => import('./specimens-page.tsx').then((file) => ({ default: file.SpecimensPage }))) },
  { path: '/laboratory/specimens/:id', title: messages.specimen, permission: 'laboratory.read', icon: ExperimentOutlined, group: 'work', component: lazy(() => import('./specimen-page.tsx').then((file) => ({ default: file.SpecimenPage }))) },
  { path: '/laboratory/pathology', title: messages.pathology, permission: 'laboratory.read', icon: MedicineBoxOutlined, group: 'work', component: lazy(() => import('./specimens-page.tsx').then((file) => ({ default: file.PathologyPage }))) },
  { path: '/laboratory/boxes', title: messages.boxes, permission: 'laboratory.read', icon: InboxOutlined, group: 'work', component: lazy(() => import('./boxes-page.tsx').then((file) => ({ default: file.BoxesPage }))) },
  { path: '/laboratory/control', title: messages.control, permission: 'laboratory.read-control', icon: LineChartOutlined, group: 'oversight', component: lazy(() => import('./control-page.tsx').then((file) => ({ default: file.ControlPage }))) },
];
