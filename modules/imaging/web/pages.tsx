import { AuditOutlined, ClusterOutlined, ExportOutlined, FileImageOutlined, LinkOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countUnmatchedStudies } from '../contract.ts';
import { messages } from './messages.ts';
import { qualityMessages } from './quality-messages.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/imaging/studies',
    title: { zh: '影像检查', en: 'Imaging studies' },
    permission: 'imaging.read',
    icon: FileImageOutlined,
    group: 'work',
    component: lazy(() => import('./studies-page.tsx').then((file) => ({ default: file.StudiesPage }))),
  },
  {
    path: '/imaging/unmatched',
    title: messages.unmatchedTitle,
    permission: 'imaging.match-study',
    icon: LinkOutlined,
    group: 'work',
    badge: countUnmatchedStudies,
    component: lazy(() => import('./unmatched-page.tsx').then((file) => ({ default: file.UnmatchedPage }))),
  },
  {
    path: '/imaging/quality',
    title: qualityMessages.title,
    permission: 'imaging.refuse-study',
    icon: AuditOutlined,
    group: 'oversight',
    component: lazy(() => import('./quality-page.tsx').then((file) => ({ default: file.QualityPage }))),
  },
  {
    path: '/imaging/teaching',
    title: qualityMessages.teaching,
    permission: 'imaging.export-for-teaching',
    icon: ExportOutlined,
    group: 'oversight',
    component: lazy(() => import('./teaching-page.tsx').then((file) => ({ default: file.TeachingPage }))),
  },
  {
    path: '/imaging/devices',
    title: messages.titles,
    permission: 'imaging.register-calling-title',
    icon: ClusterOutlined,
    group: 'oversight',
    component: lazy(() => import('./titles-page.tsx').then((file) => ({ default: file.TitlesPage }))),
  },
  {
    path: '/imaging/studies/:studyUid',
    title: { zh: '阅片', en: 'Viewer' },
    permission: 'imaging.read',
    icon: FileImageOutlined,
    group: 'work',
    component: lazy(() => import('./viewer/viewer-page.tsx').then((file) => ({ default: file.ViewerPage }))),
  },
];
