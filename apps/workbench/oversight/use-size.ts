import { useFormat } from '#platform/web/text/format.ts';

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;

/** Bytes in the unit in which they are small. */
export function useSize(): (bytes: number) => string {
  const format = useFormat();
  return (bytes) => (bytes >= 10 * GIGABYTE ? `${format.number(Math.round(bytes / GIGABYTE))} GB` : `${format.number(Math.max(1, Math.round(bytes / MEGABYTE)))} MB`);
}
