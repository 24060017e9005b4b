import { randomBytes } from 'node:crypto';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { exchangeModule } from '#modules/exchange/server/module.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Worker } from '#platform/events/worker.ts';
import type { ListenerState } from '#platform/http/listening.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';

export interface ExchangeHouse {
  readonly house: TestHouse;
  readonly integrator: Subject;
  readonly port: number;
  /** Systems of these names may send, all of the one hospital. */
  register(pairs: readonly { application: string; facility: string }[]): Promise<void>;
  close(): Promise<void>;
}

/** A house whose MLLP listener and queue run on any free port. */
export async function openExchangeHouse(more: readonly ServerModule[] = []): Promise<ExchangeHouse> {
  const house = await openTestHouse({ modules: [consortiumModule, residentsModule, exchangeModule, ...more], now: new Date().toISOString() });
  await house.addOrganisation('hospital');
  const integrator = await house.subject({ roles: ['integrator'], organisationId: 'hospital' });
  let port = 0;
  const settings = {
    database: house.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), environment: { YIGONG_MLLP_PORT: '0', YIGONG_MLLP_HOST: '127.0.0.1' }, onError: (error: unknown) => console.error(error), listens: (state: ListenerState) => void (port = state.port ?? 0),
  };
  const services: Worker[] = [];
  for (const service of exchangeModule.services ?? []) services.push(await service.start(settings));
  return {
    house,
    integrator,
    port,
    register: async (pairs) => {
      for (const { application, facility } of pairs) {
        await house.owner.execute(
          `insert into exchange.site (site_id, owner_organisation_id, name, application, facility, created_at, changed_at) values (gen_random_uuid()::text, 'hospital', $1, $1, $2, now(), now())
           on conflict do nothing`,
          [application, facility],
        );
      }
    },
    close: async () => {
      for (const service of services) await service.stop();
      await house.close();
    },
  };
}
