import { SafetyOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { pages as assessmentPages } from '#modules/assessment/portal/pages.tsx';
import { pages as healthRecordPages } from '#modules/health-record/portal/pages.tsx';
import { pages as referralPages } from '#modules/referral/portal/pages.tsx';
import { pages as residentsPages } from '#modules/residents/portal/pages.tsx';
import { pages as sharedDiagnosisPages } from '#modules/shared-diagnosis/portal/pages.tsx';
import type { PortalPage } from '#platform/web/page.ts';
import { sessionMessages } from '#platform/web/session/session-messages.ts';

/** Reached from the head of every page. */
const security: PortalPage = {
  path: '/security',
  title: sessionMessages.security,
  permission: 'signed-in',
  icon: SafetyOutlined,
  place: 'page',
  component: lazy(() => import('#platform/web/account/security-page.tsx').then((file) => ({ default: file.SecurityPage }))),
};

/** The explicit list of residents' screens; the tabs stand in this order, at most four beside the start page. */
export const pages: readonly PortalPage[] = [...healthRecordPages, ...referralPages, ...residentsPages, ...sharedDiagnosisPages, ...assessmentPages, security];
