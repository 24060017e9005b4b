import { lazy } from 'react';
import type { ModuleEmbed } from '#platform/web/embed/embed.tsx';

/** What other rooms show of this one. */
export const embeds: readonly ModuleEmbed[] = [
  { name: 'ecg.record', permission: 'ecg.read', component: lazy(() => import('./record-embed.tsx').then((file) => ({ default: file.RecordEmbed }))) },
  { name: 'ecg.upload', permission: 'ecg.record', component: lazy(() => import('./upload-embed.tsx').then((file) => ({ default: file.UploadEmbed }))) },
];
