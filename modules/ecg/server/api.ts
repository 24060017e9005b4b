import { ECG_FILE, ECG_STRIPS } from './store/sealed-originals.ts';

/** What a rotation of keys has to reach. */
export const sealedOriginals = [ECG_FILE, ECG_STRIPS];
