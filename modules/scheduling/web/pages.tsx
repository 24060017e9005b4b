import { BarChartOutlined, CalendarOutlined, FieldTimeOutlined, OrderedListOutlined, TableOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { ModulePage } from '#platform/web/page.ts';

export const pages: readonly ModulePage[] = [
  {
    path: '/bed-board',
    title: { zh: '床位一览', en: 'Bed board' },
    permission: 'scheduling.read',
    icon: TableOutlined,
    group: 'work',
    component: lazy(() => import('./beds/bed-board-page.tsx').then((file) => ({ default: file.BedBoardPage }))),
    homeFor: ['ward-manager'],
  },
  {
    path: '/slots',
    title: { zh: '预约挂号', en: 'Book a slot' },
    permission: 'scheduling.read',
    icon: CalendarOutlined,
    group: 'work',
    component: lazy(() => import('./booking/slots-page.tsx').then((file) => ({ default: file.SlotsPage }))),
  },
  {
    path: '/day-sheet',
    title: { zh: '门诊日报', en: 'Day sheet' },
    permission: 'scheduling.read-day-sheet',
    icon: OrderedListOutlined,
    group: 'work',
    component: lazy(() => import('./booking/day-sheet-page.tsx').then((file) => ({ default: file.DaySheetPage }))),
  },
  {
    path: '/clinics',
    title: { zh: '出诊与号源', en: 'Clinic hours' },
    permission: 'scheduling.read',
    icon: FieldTimeOutlined,
    group: 'manage',
    component: lazy(() => import('./clinics/clinics-page.tsx').then((file) => ({ default: file.ClinicsPage }))),
  },
  {
    path: '/clinics/:clinicId',
    title: { zh: '门诊一周', en: 'Clinic week' },
    permission: 'scheduling.read',
    icon: FieldTimeOutlined,
    group: 'manage',
    component: lazy(() => import('./clinics/clinic-week-page.tsx').then((file) => ({ default: file.ClinicWeekPage }))),
  },
  {
    path: '/utilisation',
    title: { zh: '号源与床位使用', en: 'Use of slots and beds' },
    permission: 'scheduling.read-utilisation',
    icon: BarChartOutlined,
    group: 'oversight',
    component: lazy(() => import('./report/utilisation-page.tsx').then((file) => ({ default: file.UtilisationPage }))),
  },
];
