export interface Stored {
  readonly storedCount: number;
  readonly studyUids: readonly string[];
  /** Why, one a file. */
  readonly refused: readonly string[];
}

/** One request holds so much: the progress is seen, and a line that drops loses little. */
const BATCH_BYTES_MAX = 16 * 1024 * 1024;
const BATCH_FILES_MAX = 100;

type Item = Readonly<Record<string, { Value?: unknown[] } | undefined>>;
const itemsOf = (answer: Item, tag: string): Item[] => (answer[tag]?.Value ?? []) as Item[];

function batchesOf(files: readonly File[]): File[][] {
  const batches: File[][] = [[]];
  let bytes = 0;
  for (const file of files) {
    if (batches.at(-1)!.length > 0 && (batches.at(-1)!.length >= BATCH_FILES_MAX || bytes + file.size > BATCH_BYTES_MAX)) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(file);
    bytes += file.size;
  }
  return batches;
}

/** STOW-RS (PS3.18 §10.5) from the browser; what the archive refuses is told by its own words. */
export async function storeFiles(files: readonly File[], onProgress: (done: number) => void): Promise<Stored> {
  const studies = new Set<string>();
  const refused: string[] = [];
  let [done, storedCount] = [0, 0];
  for (const batch of batchesOf(files)) {
    onProgress(done);
    const boundary = `yigong-${crypto.randomUUID()}`;
    const parts = batch.flatMap((file) => [`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, file, '\r\n']);
    const answer = await fetch('/dicom-web/studies', {
      method: 'POST', headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`, accept: 'application/dicom+json', 'x-yigong': '1' }, body: new Blob([...parts, `--${boundary}--\r\n`]),
    }).catch(() => undefined);
    const said = answer && /dicom\+json/.test(answer.headers.get('content-type') ?? '') ? ((await answer.json()) as Item) : undefined;
    if (said === undefined) refused.push(...batch.map((file) => `${file.name} (${answer?.status ?? '–'})`));
    else {
      const kept = itemsOf(said, '00081199');
      storedCount += kept.length;
      for (const each of kept) studies.add(/\/studies\/([0-9.]+)/.exec(String(each['00081190']?.Value?.[0]))?.[1] ?? '');
      refused.push(...itemsOf(said, '00081198').map((each) => String(each['00000902']?.Value?.[0] ?? each['00081197']?.Value?.[0] ?? '')));
    }
    done += batch.length;
  }
  return { storedCount, studyUids: [...studies].filter(Boolean), refused };
}

/** Objects without pixels as DICOM JSON (PS3.18 §10.5.1). Answers why the archive refused, or nothing. */
export async function storeObjects(studyUid: string, objects: readonly unknown[]): Promise<string | undefined> {
  const boundary = `yigong-${crypto.randomUUID()}`;
  const answer = await fetch(`/dicom-web/studies/${studyUid}`, {
    method: 'POST', headers: { 'content-type': `multipart/related; type="application/dicom+json"; boundary=${boundary}`, accept: 'application/dicom+json', 'x-yigong': '1' },
    body: new Blob([`--${boundary}\r\nContent-Type: application/dicom+json\r\n\r\n`, JSON.stringify(objects), `\r\n--${boundary}--\r\n`]),
  });
  if (answer.ok) return undefined;
  const said = (await answer.json().catch(() => ({}))) as Item & { readonly title?: string; readonly detail?: string };
  return itemsOf(said, '00081198').map((each) => String(each['00000902']?.Value?.[0] ?? '')).join('; ') || (said.detail ?? said.title ?? String(answer.status));
}
