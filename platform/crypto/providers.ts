import { international } from './international.ts';
import { national } from './national.ts';
import type { CryptoProvider } from './provider.ts';

export const PROVIDERS: Readonly<Record<CryptoProvider['name'], CryptoProvider>> = { national, international };
