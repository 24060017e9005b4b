import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';

const id = z.string().min(1).max(64);
const day = z.string().refine(isCalendarDate, 'not a day of the calendar (YYYY-MM-DD)');

export const charterSchema = z.object({
  id, consortiumName: z.string(), version: z.number().int(), title: z.string(), text: z.string(), digest: z.string(), hasPartyChapter: z.boolean(), ownerOrganisationId: z.string(), validFrom: z.string(),
  /** Members that must sign, and who has. In force once all have. */
  members: z.array(z.object({ organisationId: z.string(), signedBy: z.string().nullable(), signedAt: z.string().nullable() })), isInForce: z.boolean(),
});
export type Charter = z.infer<typeof charterSchema>;

export const draftCharter = command({
  name: 'draftCharter', path: '/charters', permission: 'governance.draft-charter', event: 'governance.charter-drafted', summary: { zh: '拟定章程版本', en: 'Draft a version of a charter for the members to sign' },
  input: z.object({ consortiumName: z.string().trim().min(2).max(120), title: z.string().trim().min(4).max(120), text: z.string().trim().min(20).max(200_000), hasPartyChapter: z.boolean().default(false), memberOrganisationIds: z.array(id).min(1).max(300), validFrom: day }),
  output: charterSchema,
});

export const signCharter = command({
  name: 'signCharter', path: '/charters/{id}/sign', permission: 'governance.sign-charter', event: 'governance.charter-signed', stepUp: 'or-password', summary: { zh: '签署章程', en: 'Sign a charter for the own organisation' },
  input: z.object({ id, digest: z.string().regex(/^[0-9a-f]{64}$/) }), output: charterSchema,
});

export const listCharters = query({ name: 'listCharters', path: '/charters', permission: 'governance.read', summary: { zh: '章程', en: 'Charters' }, input: z.object({}), output: z.object({ rows: z.array(charterSchema) }) });

export const siteSchema = z.object({ id, name: z.string(), organisationId: z.string(), level: z.enum(['city', 'county']), field: z.string(), namedOn: z.string(), reviewDue: z.string().nullable(), evidence: z.string(), ownerOrganisationId: z.string() });
export const nameSite = command({
  name: 'nameSite', path: '/demonstration-sites', permission: 'governance.name-site', event: 'governance.site-named', summary: { zh: '认定示范点', en: 'Name a demonstration site' },
  input: z.object({ name: z.string().trim().min(2).max(120), organisationId: id, level: z.enum(['city', 'county']), field: z.string().trim().min(2).max(60), namedOn: day, reviewDue: day.optional(), evidence: z.string().trim().min(4).max(2000) }),
  output: siteSchema,
});
export const listSites = query({ name: 'listSites', path: '/demonstration-sites', permission: 'governance.read', summary: { zh: '示范点', en: 'Demonstration sites' }, input: z.object({}), output: z.object({ rows: z.array(siteSchema) }) });
