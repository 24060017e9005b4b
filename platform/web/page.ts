import type { ComponentType, LazyExoticComponent } from 'react';
import type { Operation } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';

export type PageGroup = 'work' | 'record' | 'manage' | 'oversight';

/** What waits for the signed-in person on a page: shown in the rail and on the home page. */
export interface WaitingCount {
  readonly waiting: number;
  /** Part of `waiting` that is past its time. */
  readonly overdue?: number;
}

/** An action that the command palette offers and that leads to an address, for example "start a referral". */
export interface PageAction {
  readonly title: Text;
  readonly path: string;
  readonly permission: string;
}

/** A screen of a module. `modules/<name>/web/pages.tsx` exports `pages: readonly ModulePage[]`. */
export interface ModulePage {
  /** Absolute address with react-router placeholders: `/referrals`, `/residents/:id`. */
  readonly path: string;
  readonly title: Text;
  /** Permission of the contract; the page is neither listed nor opened without it. `signed-in` = everybody. */
  readonly permission: string;
  readonly icon: ComponentType<{ className?: string }>;
  readonly group: PageGroup;
  readonly component: LazyExoticComponent<ComponentType>;
  /** Query without input whose output is a `WaitingCount`. */
  readonly badge?: Operation<unknown, WaitingCount>;
  readonly actions?: readonly PageAction[];
  /** False = reached by action, link or palette only; a path with `:` never stands in the rail. */
  readonly listed?: boolean;
  /** Opens without a line too, with what it kept by `useKeptOperation`; it shows numbers of organisations, nothing of a person. */
  readonly worksOffline?: true;
  /** Roles that get this page first on the home page. */
  readonly homeFor?: readonly string[];
}

/** A screen of a resident. `modules/<name>/portal/pages.tsx` exports `pages: readonly PortalPage[]`. */
export interface PortalPage {
  /** Address below `/portal`, beginning with `/`. */
  readonly path: string;
  readonly title: Text;
  readonly permission: string;
  readonly icon: ComponentType<{ className?: string }>;
  /** `tab` = one of the (at most four) bottom tabs beside the start page; `page` = reached from another page. */
  readonly place: 'tab' | 'page';
  readonly component: LazyExoticComponent<ComponentType>;
  readonly badge?: Operation<unknown, WaitingCount>;
}

/** One answer of the command palette: a patient, an order, a document. */
export interface PaletteEntry {
  readonly key: string;
  readonly title: string;
  readonly detail?: string;
  readonly path: string;
}

/** `modules/<name>/web/palette.ts` exports `palette: PaletteSource`; at most 8 entries are shown per source. */
export interface PaletteSource {
  readonly title: Text;
  readonly permission: string;
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly PaletteEntry[]>;
}

export const isListed = (page: Pick<ModulePage, 'path' | 'listed'>): boolean => page.listed !== false && !/[:*]/.test(page.path);
