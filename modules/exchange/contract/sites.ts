import { z } from 'zod';
import { pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';

const siteSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string().nullable(),
  name: z.string(),
  application: z.string(),
  facility: z.string(),
  receives: z.boolean(),
  dayZone: z.string(),
  targetHost: z.string().nullable(),
  targetPort: z.number().nullable(),
  targetUsesTls: z.boolean(),
  isActive: z.boolean(),
  createdAt: z.string(),
  lastMessageAt: z.string().nullable(),
  waiting: z.number(),
});
export type Site = z.infer<typeof siteSchema>;

const siteFields = {
  name: z.string().trim().min(1).max(100),
  application: z.string().trim().max(227).default(''),
  facility: z.string().trim().max(227).default(''),
  receives: z.boolean().default(true),
  dayZone: z.string().regex(/^[+-]\d{2}:\d{2}$/).default('+08:00'),
  targetHost: z.string().trim().max(253).regex(/^[A-Za-z0-9.:-]*$/).optional(),
  targetPort: z.coerce.number().int().min(1).max(65_535).optional(),
  targetUsesTls: z.boolean().default(false),
};

export const listExchangeSites = query({
  name: 'listExchangeSites',
  path: '/exchange/sites',
  permission: 'exchange.read-log',
  summary: { zh: '已接入的系统', en: 'Connected systems' },
  input: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100), offset: z.coerce.number().int().min(0).default(0) }),
  output: pageOf(siteSchema),
});

export const registerSite = command({
  name: 'registerSite',
  path: '/exchange/sites/register',
  permission: 'exchange.manage-sites',
  event: 'exchange.site-registered',
  summary: { zh: '登记一个系统', en: 'Register a system' },
  input: z.object({ organisationId: z.string().min(1).max(64), ...siteFields }),
  output: siteSchema,
});

export const changeSite = command({
  name: 'changeSite',
  path: '/exchange/sites/{id}/change',
  permission: 'exchange.manage-sites',
  event: 'exchange.site-changed',
  summary: { zh: '修改一个系统', en: 'Change a system' },
  input: z.object({ id: z.string().min(1).max(64), isActive: z.boolean().default(true), ...siteFields }),
  output: siteSchema,
});

export const connectionCoverage = query({
  name: 'connectionCoverage',
  path: '/exchange/coverage',
  permission: 'exchange.read-coverage',
  summary: { zh: '各级机构接入情况', en: 'Connected organisations by level' },
  input: z.object({}),
  output: z.object({
    levels: z.array(z.object({ level: z.string(), title: z.object({ zh: z.string(), en: z.string() }), organisations: z.number(), registered: z.number(), connected: z.number() })),
    /** Connected: a message was applied or sent within so many days. */
    days: z.number(),
  }),
});
