import { pages as healthRecordPages } from '#modules/health-record/portal/pages.tsx';
import { pages as referralPages } from '#modules/referral/portal/pages.tsx';
import { pages as residentsPages } from '#modules/residents/portal/pages.tsx';
import type { PortalPage } from '#platform/web/page.ts';

/** The explicit list of residents' screens; the tabs stand in this order, at most four beside the start page. */
export const pages: readonly PortalPage[] = [...healthRecordPages, ...referralPages, ...residentsPages];
