import { command, query, type Schema } from '#platform/kernel/contract.ts';
import type { Draft } from './drafts.ts';

const shape = <Shape>(): Schema<Shape, Shape> => ({ safeParse: (input) => ({ success: true, data: input as Shape }) });

export const listDrafts = query({
  name: 'listDrafts', path: '/drafts', permission: 'signed-in', input: shape<{ key?: string }>(),
  output: shape<{ drafts: readonly Draft[] }>(), summary: { zh: '我的草稿', en: 'My drafts' },
});

/** `values: null` removes the draft. */
export const keepDraft = command({
  name: 'keepDraft', path: '/drafts', permission: 'signed-in', event: 'draft.kept',
  input: shape<{ key: string; title: string; path: string; values: Readonly<Record<string, unknown>> | null }>(),
  output: shape<unknown>(), summary: { zh: '保存草稿', en: 'Keep a draft' },
});
