import { embeds as ecgEmbeds } from '#modules/ecg/web/embeds.tsx';
import { embeds as imagingEmbeds } from '#modules/imaging/web/embeds.tsx';
import { embeds as recognitionEmbeds } from '#modules/recognition/web/embeds.tsx';
import type { ModuleEmbed } from '#platform/web/embed/embed.tsx';

/** The explicit list of parts that rooms show of each other. */
export const embeds: readonly ModuleEmbed[] = [...imagingEmbeds, ...ecgEmbeds, ...recognitionEmbeds];
