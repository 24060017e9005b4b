import { HeartOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countUnmatchedEcgs } from '../contract.ts';
import { messages } from './messages.ts';

export const pages: readonly ModulePage[] = [
  { path: '/ecg/records', title: messages.title, permission: 'ecg.read', icon: HeartOutlined, group: 'work', badge: countUnmatchedEcgs, component: lazy(() => import('./records-page.tsx').then((file) => ({ default: file.EcgRecordsPage }))) },
  { path: '/ecg/records/:id', title: messages.record, permission: 'ecg.read', icon: HeartOutlined, group: 'work', component: lazy(() => import('./record-page.tsx').then((file) => ({ default: file.EcgRecordPage }))) },
];
