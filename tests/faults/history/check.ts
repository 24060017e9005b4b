import type { AppendOperation, ListRead, RegisterOperation } from './record.ts';

/**
 * A register with versions is linearizable when every version has one value, acknowledged writes have versions of their own, and what was
 * acknowledged before another request was sent is not newer than what that request saw.
 */
export function checkRegister(operations: readonly RegisterOperation[]): string[] {
  const wrong: string[] = [];
  const values = new Map<string, string>();
  const writers = new Map<string, string>();
  const seen = operations.filter((each) => each.answered !== undefined && each.version !== undefined);
  for (const { kind, key, version, value } of seen) {
    const place = `${key}#${version}`;
    const known = values.get(place);
    if (known !== undefined && known !== value) wrong.push(`${place} was ${known} and ${value}`);
    values.set(place, value);
    if (kind !== 'write') continue;
    if (writers.has(place)) wrong.push(`${place} was acknowledged to two writers`);
    writers.set(place, value);
  }
  for (const key of new Set(seen.map((each) => each.key))) wrong.push(...checkOrder(seen.filter((each) => each.key === key)));
  return wrong;
}

/** Real time: the newest version acknowledged before a request was sent bounds what it may see from below. */
function checkOrder(operations: readonly RegisterOperation[]): string[] {
  const answers = [...operations].sort((a, b) => a.answered! - b.answered!);
  const bySent = [...operations].sort((a, b) => a.sent - b.sent);
  const wrong: string[] = [];
  let [at, newest] = [0, 0];
  for (const each of bySent) {
    for (; at < answers.length && answers[at]!.answered! < each.sent; at += 1) newest = Math.max(newest, answers[at]!.version!);
    const isStale = each.kind === 'write' ? each.version! <= newest : each.version! < newest;
    if (isStale) wrong.push(`${each.key}: a ${each.kind} saw version ${each.version} after ${newest} was acknowledged`);
  }
  return wrong;
}

/** Every acknowledged element is in the final list once, in real-time order, and each read is a beginning of the final list. */
export function checkList(key: string, { appends, reads, final }: { appends: readonly AppendOperation[]; reads: readonly ListRead[]; final: readonly number[] }): string[] {
  const wrong: string[] = [];
  const places = new Map(final.map((element, place) => [element, place]));
  if (places.size !== final.length) wrong.push(`${key}: an element stands twice`);
  const acknowledged = appends.filter((each) => each.answered !== undefined);
  for (const { element } of acknowledged) if (!places.has(element)) wrong.push(`${key}: acknowledged element ${element} is lost`);
  const known = new Set(appends.map(({ element }) => element));
  for (const element of final) if (!known.has(element)) wrong.push(`${key}: ${element} was never appended`);
  for (const read of reads) {
    if (read.elements.some((element, place) => final[place] !== element)) wrong.push(`${key}: a read was no beginning of the final list`);
    const missing = acknowledged.filter((each) => each.answered! < read.sent && !read.elements.includes(each.element));
    if (missing.length > 0) wrong.push(`${key}: a read missed ${missing.length} elements acknowledged before it`);
  }
  const byPlace = [...acknowledged].filter(({ element }) => places.has(element)).sort((a, b) => places.get(a.element)! - places.get(b.element)!);
  let latestSent = 0;
  for (const each of byPlace) {
    if (each.answered! < latestSent) wrong.push(`${key}: ${each.element} was acknowledged before an earlier element was sent`);
    latestSent = Math.max(latestSent, each.sent);
  }
  return wrong;
}
