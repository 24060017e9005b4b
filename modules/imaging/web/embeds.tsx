import { lazy } from 'react';
import type { ModuleEmbed } from '#platform/web/embed/embed.tsx';

/** What other rooms show of this one. */
export const embeds: readonly ModuleEmbed[] = [
  { name: 'imaging.study', permission: 'imaging.read', component: lazy(() => import('./viewer/study-embed.tsx').then((file) => ({ default: file.StudyEmbed }))) },
  { name: 'imaging.upload', permission: 'imaging.store', component: lazy(() => import('./upload-panel.tsx').then((file) => ({ default: file.UploadPanel }))) },
];
