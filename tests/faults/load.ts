import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '#platform/cli/connection.ts';
import { registerPerson, type County } from './county.ts';
import { sendBundle, type SentBundle } from './import-workload.ts';
import { playStory, sendAgain, type Sent, type Sides } from './referral-story.ts';

/** Clients that play referrals and imports at the same time and remember what was acknowledged. */
export interface Load {
  readonly requests: readonly Sent[];
  readonly bundles: readonly SentBundle[];
  acknowledged(): number;
  /** Resolves when so many requests were acknowledged; rejects when the clients end before. */
  reached(acknowledged: number): Promise<void>;
  /** Ends the clients after the request under way; rejects if one ended for another reason than a server that went away. */
  stop(): Promise<void>;
}

export interface LoadSettings {
  readonly sides: Sides;
  readonly county: County;
  /** Keeps keys, people and slots of several loads apart. */
  readonly from: number;
  readonly referralClients: number;
  readonly importClients: number;
}

const REACHED_MS_MAX = 60_000;

export function startLoad(settings: LoadSettings): Load {
  const requests: Sent[] = [];
  const bundles: SentBundle[] = [];
  const strange: unknown[] = [];
  let serial = settings.from;
  let stopped = false;
  const untilAway = async (work: (serial: number) => Promise<void>): Promise<void> => {
    try {
      while (!stopped) await work((serial += 1));
    } catch (error) {
      if (!isAway(error)) strange.push(error);
    }
  };
  const refer = async (own: number): Promise<void> => {
    const { county, sides } = settings;
    const slotId = county.slots[own % county.slots.length] ?? '';
    await playStory(sides, { county, personId: await registerPerson(sides.sender, own), slotId, key: `story-${own}` }, requests);
  };
  const load = async (own: number): Promise<void> => {
    const bundle: SentBundle = { patientId: `imported-${own}`, acknowledged: false };
    bundles.push(bundle);
    await sendBundle(settings.sides.sender, bundle);
  };
  const running = Promise.all([
    ...Array.from({ length: settings.referralClients }, () => untilAway(refer)),
    ...Array.from({ length: settings.importClients }, () => untilAway(load)),
  ]);
  const acknowledged = (): number =>
    requests.filter(({ answer }) => answer !== undefined).length + bundles.filter((bundle) => bundle.acknowledged).length;
  return {
    requests,
    bundles,
    acknowledged,
    reached: async (wanted) => {
      for (const begin = Date.now(); acknowledged() < wanted; await sleep(10)) {
        if (strange.length > 0) throw strange[0];
        if (Date.now() - begin > REACHED_MS_MAX) throw new Error(`only ${acknowledged()} requests were acknowledged`);
      }
    },
    stop: async () => {
      stopped = true;
      await running;
      if (strange.length > 0) throw strange[0];
    },
  };
}

const isAway = (error: unknown): boolean => error instanceof Error && (error as { exit?: string }).exit === 'server-away';

/**
 * Sends every request once more with its key. Returns what came out differently from the first time; a request that was
 * never acknowledged must succeed now.
 */
export async function repeatEverything(sides: Sides, load: Load): Promise<string[]> {
  const different: string[] = [];
  for (const request of load.requests) {
    const before = request.answer;
    request.answer = await sendAgain(sides, request);
    if (before !== undefined && !isDeepStrictEqual(before, request.answer)) different.push(`${request.key}: another answer`);
  }
  for (const bundle of load.bundles) await sendBundle(sides.sender, bundle);
  return different;
}

/** A connection of each side to the server as it runs now. */
export const sidesOf = (connect: (organisationId: string) => Connection, county: County): Sides => ({
  sender: connect(county.township),
  receiver: connect(county.hospital),
});
