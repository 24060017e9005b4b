import type { Site } from '../../contract/sites.ts';
import type { ListedSite } from '../store/site-list.ts';

export const viewSite = (row: ListedSite, names: ReadonlyMap<string, string>): Site => ({
  id: row.id, organisationId: row.organisationId, organisationName: names.get(row.organisationId) ?? null, name: row.name, application: row.application, facility: row.facility, receives: row.receives,
  dayZone: row.dayZone, targetHost: row.targetHost, targetPort: row.targetPort, targetUsesTls: row.targetUsesTls, isActive: row.isActive, createdAt: row.createdAt.toISOString(),
  lastMessageAt: row.lastMessageAt?.toISOString() ?? null, waiting: row.waiting,
});
