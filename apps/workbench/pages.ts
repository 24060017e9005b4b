import { ApiOutlined, AuditOutlined, DashboardOutlined, SafetyOutlined, TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { pages as assessmentPages } from '#modules/assessment/web/pages.tsx';
import { pages as casemixPages } from '#modules/casemix/web/pages.tsx';
import { pages as consortiumPages } from '#modules/consortium/web/pages.tsx';
import { palette as consortiumPalette } from '#modules/consortium/web/palette.ts';
import { pages as exchangePages } from '#modules/exchange/web/pages.tsx';
import { pages as governancePages } from '#modules/governance/web/pages.tsx';
import { pages as healthRecordPages } from '#modules/health-record/web/pages.tsx';
import { pages as ecgPages } from '#modules/ecg/web/pages.tsx';
import { pages as laboratoryPages } from '#modules/laboratory/web/pages.tsx';
import { pages as imagingPages } from '#modules/imaging/web/pages.tsx';
import { pages as paymentPages } from '#modules/payment/web/pages.tsx';
import { pages as recognitionPages } from '#modules/recognition/web/pages.tsx';
import { pages as referralPages } from '#modules/referral/web/pages.tsx';
import { palette as referralPalette } from '#modules/referral/web/palette.ts';
import { pages as regionsPages } from '#modules/regions/web/pages.tsx';
import { pages as residentsPages } from '#modules/residents/web/pages.tsx';
import { palette as residentsPalette } from '#modules/residents/web/palette.ts';
import { pages as indicatorsPages } from '#modules/indicators/web/pages.tsx';
import { pages as taskLedgerPages } from '#modules/task-ledger/web/pages.tsx';
import { pages as schedulingPages } from '#modules/scheduling/web/pages.tsx';
import { pages as sharedDiagnosisPages } from '#modules/shared-diagnosis/web/pages.tsx';
import type { ModulePage, PaletteSource } from '#platform/web/page.ts';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { accountsMessages } from './accounts/messages.ts';
import { fhirMessages } from './fhir-administration/messages.ts';
import { auditMessages, monitoringMessages } from './oversight/messages.ts';

/** Reached from the menu of the person. */
const security: ModulePage = {
  path: '/security',
  title: sessionMessages.security,
  permission: 'signed-in',
  icon: SafetyOutlined,
  group: 'manage',
  listed: false,
  component: lazy(() => import('#platform/web/account/security-page.tsx').then((file) => ({ default: file.SecurityPage }))),
};

const accounts: ModulePage = {
  path: '/accounts',
  title: accountsMessages.title,
  permission: 'account.list',
  icon: TeamOutlined,
  group: 'oversight',
  component: lazy(() => import('./accounts/accounts-page.tsx').then((file) => ({ default: file.AccountsPage }))),
  homeFor: ['system-administrator', 'security-administrator'],
};

const audit: ModulePage = {
  path: '/audit',
  title: auditMessages.title,
  permission: 'audit.read',
  icon: AuditOutlined,
  group: 'oversight',
  component: lazy(() => import('./oversight/audit-page.tsx').then((file) => ({ default: file.AuditPage }))),
  homeFor: ['audit-administrator'],
};

const monitoring: ModulePage = {
  path: '/monitoring',
  title: monitoringMessages.title,
  permission: 'monitoring.read',
  icon: DashboardOutlined,
  group: 'oversight',
  component: lazy(() => import('./oversight/monitoring-page.tsx').then((file) => ({ default: file.MonitoringPage }))),
};

const fhirAdministration: ModulePage = {
  path: '/fhir-administration',
  title: fhirMessages.title,
  permission: 'fhir-administration.read',
  icon: ApiOutlined,
  group: 'oversight',
  component: lazy(() => import('./fhir-administration/fhir-administration-page.tsx').then((file) => ({ default: file.FhirAdministrationPage }))),
};

/** The explicit list of module screens, in the order of the rail. */
export const pages: readonly ModulePage[] = [
  ...referralPages, ...sharedDiagnosisPages, ...recognitionPages, ...imagingPages, ...ecgPages, ...laboratoryPages, ...schedulingPages, ...residentsPages, ...healthRecordPages, ...consortiumPages, ...casemixPages, ...exchangePages, ...regionsPages, ...paymentPages, ...indicatorsPages, ...assessmentPages, ...taskLedgerPages, ...governancePages,
  accounts, audit, monitoring, fhirAdministration, security,
];

/** What Ctrl-K searches besides pages and actions. */
export const paletteSources: readonly PaletteSource[] = [residentsPalette, referralPalette, consortiumPalette];
