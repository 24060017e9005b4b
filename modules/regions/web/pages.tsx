import { CalendarOutlined, FileDoneOutlined, FileSearchOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/regions',
    title: { zh: '地区政策', en: 'Regions' },
    permission: 'regions.read',
    icon: FileDoneOutlined,
    group: 'oversight',
    component: lazy(() => import('./regions-page.tsx').then((file) => ({ default: file.RegionsPage }))),
  },
  {
    path: '/region-answers',
    title: { zh: '政策要求与平台回应', en: 'What the policies ask' },
    permission: 'regions.read',
    icon: FileSearchOutlined,
    group: 'oversight',
    component: lazy(() => import('./answers-page.tsx').then((file) => ({ default: file.AnswersPage }))),
  },
  {
    path: '/working-days',
    title: { zh: '节假日与调休', en: 'Days off and make-up days' },
    permission: 'regions.read',
    icon: CalendarOutlined,
    group: 'oversight',
    component: lazy(() => import('./calendar/calendar-page.tsx').then((file) => ({ default: file.CalendarPage }))),
  },
  {
    path: '/regions/edit',
    title: { zh: '编辑政策包', en: 'Edit a pack' },
    permission: 'regions.apply',
    icon: FileDoneOutlined,
    group: 'oversight',
    listed: false,
    component: lazy(() => import('./editor-page.tsx').then((file) => ({ default: file.EditorPage }))),
  },
  {
    path: '/regions/:id',
    title: { zh: '地区政策', en: 'Region' },
    permission: 'regions.read',
    icon: FileDoneOutlined,
    group: 'oversight',
    component: lazy(() => import('./region-page.tsx').then((file) => ({ default: file.RegionPage }))),
  },
];
