import { pages as healthRecordPages } from '#modules/health-record/portal/pages.tsx';
import { pages as residentsPages } from '#modules/residents/portal/pages.tsx';
import type { PortalPage } from '#platform/web/page.ts';

/** The explicit list of residents' screens; the tabs stand in this order, at most five. */
export const pages: readonly PortalPage[] = [...healthRecordPages, ...residentsPages];
