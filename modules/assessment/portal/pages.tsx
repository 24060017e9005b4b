import { SmileOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PortalPage } from '#platform/web/page.ts';
import { words } from './words.ts';

export const pages: readonly PortalPage[] = [
  { path: '/surveys', title: words.own, permission: 'portal.own-record', icon: SmileOutlined, place: 'page', component: lazy(() => import('./own-surveys-page.tsx').then((file) => ({ default: file.OwnSurveysPage }))) },
];
