import { lazy } from 'react';
import type { ModuleEmbed } from '#platform/web/embed/embed.tsx';

/** What other rooms show of this one: `id` is the code that is ordered; `onDone` is called with the result that was recognised. */
export const embeds: readonly ModuleEmbed[] = [
  { name: 'recognition.check', permission: 'recognition.check', component: lazy(() => import('./check/check-embed.tsx').then((file) => ({ default: file.CheckEmbed }))) },
];
