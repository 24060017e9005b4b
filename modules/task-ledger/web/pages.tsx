import { NotificationOutlined, OrderedListOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countWaitingBulletins } from '../contract/bulletins.ts';
import { countWaitingTasks } from '../contract/tasks.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/ledger',
    title: { zh: '任务台账', en: 'Task ledger' },
    permission: 'task-ledger.read',
    icon: OrderedListOutlined,
    group: 'oversight',
    component: lazy(() => import('./tasks/ledger-page.tsx').then((file) => ({ default: file.LedgerPage }))),
    badge: countWaitingTasks,
  },
  {
    path: '/bulletins',
    title: { zh: '季度通报', en: 'Bulletins' },
    permission: 'task-ledger.read',
    icon: NotificationOutlined,
    group: 'oversight',
    component: lazy(() => import('./bulletins/bulletins-page.tsx').then((file) => ({ default: file.BulletinsPage }))),
    badge: countWaitingBulletins,
  },
];
