export interface Signal {
  /** Samples a second. */
  readonly rate: number;
  readonly names: readonly string[];
  /** Microvolts. */
  readonly leads: readonly Float64Array[];
}

const REFRACTORY_SECONDS = 0.22;

/** Change over about 12 ms, added over the leads. */
function velocityOf(leads: readonly Float64Array[], rate: number): Float64Array {
  const half = Math.max(1, Math.round(rate * 0.006));
  const length = leads[0]?.length ?? 0;
  const raw = new Float64Array(length);
  for (const lead of leads) for (let index = half; index + half < length; index += 1) raw[index]! += (lead[index + half]! - lead[index - half]!) ** 2;
  return smooth(raw.map(Math.sqrt), Math.max(1, Math.round(rate * 0.006)));
}

/** Mean over `half` samples to both sides. */
function smooth(values: Float64Array, half: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => (sums[index + 1] = sums[index]! + value));
  return values.map((_, index) => {
    const [from, until] = [Math.max(0, index - half), Math.min(values.length, index + half + 1)];
    return (sums[until]! - sums[from]!) / (until - from);
  });
}

/** Samples of the steepest moment of every QRS. Two seconds set the level: one artefact does not hide the beats of a whole strip. */
export function findBeats({ leads, rate }: Signal): number[] {
  const velocity = smooth(velocityOf(leads, rate), Math.round(rate * 0.02));
  const block = Math.round(rate * 2);
  const peaks: number[] = [];
  for (let from = 0; from < velocity.length; from += block) peaks.push(velocity.subarray(from, from + block).reduce((most, value) => Math.max(most, value), 0));
  const usual = [...peaks].sort((a, b) => a - b)[Math.floor(peaks.length / 2)] ?? 0;
  const beats: number[] = [];
  const refractory = Math.round(rate * REFRACTORY_SECONDS);
  for (let index = 1; index + 1 < velocity.length; index += 1) {
    const here = velocity[index]!;
    if (here < usual * 0.4 || here < velocity[index - 1]! || here < velocity[index + 1]!) continue;
    const before = beats.at(-1);
    if (before === undefined || index - before > refractory) beats.push(index);
    else if (here > velocity[before]!) beats[beats.length - 1] = index;
  }
  // A beat cut by the end of the strip has no place to be measured at.
  const margin = Math.round(rate * 0.03);
  return beats.filter((beat) => beat > margin && beat < velocity.length - margin);
}

export interface AverageBeat {
  readonly leads: readonly Float64Array[];
  readonly velocity: Float64Array;
}

/** Median over the beats, aligned to the first by the velocity; undefined where fewer than two fit into the strip. */
export function averageBeat({ leads, rate }: Signal, { beats, before, after }: { beats: readonly number[]; before: number; after: number }): AverageBeat | undefined {
  const length = leads[0]!.length;
  const whole = beats.filter((beat) => beat - before >= 0 && beat + after < length);
  if (whole.length < 2) return undefined;
  const velocity = velocityOf(leads, rate);
  const reach = Math.round(rate * 0.024);
  const window = Math.round(rate * 0.06);
  const model = velocity.subarray(whole[0]! - window, whole[0]! + window);
  const shifted = whole.map((beat) => {
    let [best, score] = [0, -1];
    for (let shift = -reach; shift <= reach; shift += 1) {
      const from = beat + shift - window;
      if (from < 0 || from + model.length > length || beat + shift - before < 0 || beat + shift + after >= length) continue;
      const sum = model.reduce((total, value, index) => total + value * velocity[from + index]!, 0);
      if (sum > score) [best, score] = [shift, sum];
    }
    return beat + best;
  });
  const average = leads.map((lead) => Float64Array.from({ length: before + after }, (_, index) => {
    const values = shifted.map((beat) => lead[beat - before + index]!).sort((a, b) => a - b);
    const middle = Math.floor(values.length / 2);
    return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
  }));
  return { leads: average, velocity: velocityOf(average, rate) };
}
