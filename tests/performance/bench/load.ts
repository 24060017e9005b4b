const WORKERS = 8;

/** Rounds a second, and the middle and slow ones in milliseconds. */
export interface Rate {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** Eight workers repeat `round` for the time given, after a tenth of it to warm up; the number counts all rounds from 0. */
export async function measure(seconds: number, round: (number: number) => Promise<void>): Promise<Rate> {
  let number = 0;
  const run = async (until: number): Promise<number[]> => {
    const took: number[] = [];
    await Promise.all(Array.from({ length: WORKERS }, async () => {
      while (performance.now() < until) {
        const begin = performance.now();
        await round(number++);
        took.push(performance.now() - begin);
      }
    }));
    return took.sort((a, b) => a - b);
  };
  await run(performance.now() + seconds * 100);
  const begin = performance.now();
  const took = await run(begin + seconds * 1000);
  const elapsed = (performance.now() - begin) / 1000;
  const at = (share: number): number => took[Math.min(Math.floor(took.length * share), took.length - 1)] ?? 0;
  return { perSecond: took.length / elapsed, medianMs: at(0.5), p95Ms: at(0.95) };
}

/** Sends and reads to the end; any status but success ends the measurement, since errors are quick. */
export async function request(url: string, init?: RequestInit): Promise<string> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${text.slice(0, 300)}`);
  return text;
}
