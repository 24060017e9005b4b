import { ApartmentOutlined, AuditOutlined, DeploymentUnitOutlined, EnvironmentOutlined, MedicineBoxOutlined, TableOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';
import { countWaitingMemberships } from '../contract/memberships.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/organisations',
    title: { zh: '机构', en: 'Organisations' },
    permission: 'consortium.read',
    icon: ApartmentOutlined,
    group: 'manage',
    component: lazy(() => import('./organisations/organisations-page.tsx').then((file) => ({ default: file.OrganisationsPage }))),
    actions: [{ title: { zh: '登记机构', en: 'Register an organisation' }, path: '/organisations?new=1', permission: 'consortium.create-organisation' }],
  },
  {
    path: '/county-map',
    title: { zh: '县域地图', en: 'County map' },
    permission: 'consortium.read',
    icon: EnvironmentOutlined,
    group: 'manage',
    component: lazy(() => import('./map/map-page.tsx').then((file) => ({ default: file.MapPage }))),
  },
  {
    path: '/memberships',
    title: { zh: '成员关系', en: 'Memberships' },
    permission: 'consortium.read',
    icon: DeploymentUnitOutlined,
    group: 'manage',
    component: lazy(() => import('./memberships/memberships-page.tsx').then((file) => ({ default: file.MembershipsPage }))),
    badge: countWaitingMemberships,
    homeFor: ['consortium-office'],
  },
  {
    path: '/agreements',
    title: { zh: '协议', en: 'Agreements' },
    permission: 'consortium.read',
    icon: AuditOutlined,
    group: 'manage',
    component: lazy(() => import('./agreements/agreements-page.tsx').then((file) => ({ default: file.AgreementsPage }))),
  },
  {
    path: '/service-centres',
    title: { zh: '服务中心', en: 'Service centres' },
    permission: 'consortium.read',
    icon: TableOutlined,
    group: 'manage',
    component: lazy(() => import('./centres/centres-page.tsx').then((file) => ({ default: file.CentresPage }))),
  },
  {
    path: '/disease-lists',
    title: { zh: '病种清单', en: 'Disease lists' },
    permission: 'consortium.read',
    icon: MedicineBoxOutlined,
    group: 'manage',
    component: lazy(() => import('./diseases/diseases-page.tsx').then((file) => ({ default: file.DiseasesPage }))),
  },
];
