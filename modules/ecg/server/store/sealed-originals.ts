import { sealedBytes } from '#platform/crypto/sealed-bytes.ts';

const ORIGINAL = { table: 'ecg.original', id: 'record_id', isOneOfSeveral: true, rowsMax: 50 } as const;

/** Files as they came are some hundred kilobytes, waveforms too. */
export const ECG_FILE = sealedBytes({ ...ORIGINAL, purpose: 'ecg.file', column: 'content' });
export const ECG_STRIPS = sealedBytes({ ...ORIGINAL, purpose: 'ecg.strips', column: 'strips' });
