import { AuditOutlined, FileDoneOutlined, FormOutlined, SmileOutlined, SolutionOutlined, TrophyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { messages } from './messages.ts';

const READ = 'assessment.read';
const SURVEYS = 'assessment.read-surveys';

export const pages: readonly ModulePage[] = [
  { path: '/assessment', title: messages.runs, permission: READ, icon: TrophyOutlined, group: 'manage', component: lazy(() => import('./runs/runs-page.tsx').then((file) => ({ default: file.RunsPage }))) },
  { path: '/assessment/appeals', title: messages.appeals, permission: READ, icon: SolutionOutlined, group: 'manage', listed: false, component: lazy(() => import('./runs/appeals-page.tsx').then((file) => ({ default: file.AppealsPage }))), actions: [{ title: messages.appeals, path: '/assessment/appeals', permission: READ }] },
  { path: '/assessment/uses', title: messages.uses, permission: READ, icon: AuditOutlined, group: 'manage', listed: false, component: lazy(() => import('./runs/uses-page.tsx').then((file) => ({ default: file.UsesPage }))), actions: [{ title: messages.uses, path: '/assessment/uses', permission: READ }] },
  { path: '/assessment/schemes', title: messages.schemes, permission: READ, icon: FileDoneOutlined, group: 'manage', listed: false, component: lazy(() => import('./schemes-page.tsx').then((file) => ({ default: file.SchemesPage }))), actions: [{ title: messages.schemes, path: '/assessment/schemes', permission: READ }] },
  { path: '/surveys', title: messages.surveys, permission: SURVEYS, icon: SmileOutlined, group: 'manage', component: lazy(() => import('./surveys/surveys-page.tsx').then((file) => ({ default: file.SurveysPage }))) },
  { path: '/surveys/entry', title: messages.entry, permission: SURVEYS, icon: FormOutlined, group: 'manage', listed: false, component: lazy(() => import('./surveys/entry-page.tsx').then((file) => ({ default: file.EntryPage }))), actions: [{ title: messages.entry, path: '/surveys/entry', permission: SURVEYS }] },
];
