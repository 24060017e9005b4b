import { CopyOutlined, IdcardOutlined, TeamOutlined, UserAddOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countMatchReviews } from '../contract.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/residents',
    title: { zh: '居民', en: 'Residents' },
    permission: 'resident.read',
    icon: TeamOutlined,
    group: 'record',
    component: lazy(() => import('./residents-page.tsx').then((file) => ({ default: file.ResidentsPage }))),
    actions: [{ title: { zh: '登记居民', en: 'Register a resident' }, path: '/register-resident', permission: 'resident.register' }],
  },
  {
    path: '/register-resident',
    title: { zh: '登记居民', en: 'Register a resident' },
    permission: 'resident.register',
    icon: UserAddOutlined,
    group: 'record',
    listed: false,
    component: lazy(() => import('./register-page.tsx').then((file) => ({ default: file.RegisterPage }))),
  },
  {
    path: '/resident-reviews',
    title: { zh: '疑似重复', en: 'Possible doubles' },
    permission: 'resident.list-reviews',
    icon: CopyOutlined,
    group: 'record',
    component: lazy(() => import('./reviews-page.tsx').then((file) => ({ default: file.ReviewsPage }))),
    badge: countMatchReviews,
    homeFor: ['index-manager'],
  },
  {
    path: '/residents/:id',
    title: { zh: '居民主索引', en: 'Resident' },
    permission: 'resident.read',
    icon: IdcardOutlined,
    group: 'record',
    component: lazy(() => import('./resident-page.tsx').then((file) => ({ default: file.ResidentPage }))),
  },
];
