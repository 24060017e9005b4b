import { hash, randomBytes } from 'node:crypto';

/** 256 random bits; only the hash is stored, and a plain hash is enough because there is nothing to guess. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): string => hash('sha256', token);
