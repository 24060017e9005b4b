import { ClusterOutlined, FileImageOutlined, LinkOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countUnmatchedStudies } from '../contract.ts';
import { messages } from './messages.ts';

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
