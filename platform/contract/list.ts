import { z } from 'zod';

/** Which part of a list is asked for. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
};

/** The same of a list that is also sorted and searched. */
export const listInput = {
  ...pageInput,
  sort: z.string().max(60).optional(),
  q: z.string().trim().max(100).optional(),
};

const pages = new WeakSet<object>();

/** `Page` of the kernel as a schema. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  const page = z.object({ rows: z.array(row), total: z.number().int(), offset: z.number().int(), limit: z.number().int() });
  pages.add(page);
  return page;
}

export const isPage = (schema: object): boolean => pages.has(schema);

/** One or many values of a query string. */
export const anyOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).optional());

/** `true` or `false` of a query string. */
export const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean().optional());
