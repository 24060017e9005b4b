import { FileImageOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

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
    path: '/imaging/studies/:studyUid',
    title: { zh: '阅片', en: 'Viewer' },
    permission: 'imaging.read',
    icon: FileImageOutlined,
    group: 'work',
    component: lazy(() => import('./viewer/viewer-page.tsx').then((file) => ({ default: file.ViewerPage }))),
  },
];
