import { QrcodeOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PortalPage } from '#platform/web/page.ts';

export const pages: readonly PortalPage[] = [
  {
    path: '/code',
    title: { zh: '居民码', en: 'My code' },
    permission: 'resident.issue-code',
    icon: QrcodeOutlined,
    place: 'tab',
    component: lazy(() => import('./own-code-page.tsx').then((file) => ({ default: file.OwnCodePage }))),
  },
];
