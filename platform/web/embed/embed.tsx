import { createContext, Suspense, useContext, type ComponentType, type LazyExoticComponent, type ReactNode } from 'react';
import { ErrorBoundary } from '../layout/error-boundary.tsx';
import { Waiting } from '../layout/waiting.tsx';
import { useMay } from '../session/session.tsx';

/** What a part of another room is shown with. */
export interface EmbedProps {
  /** What is shown: a study UID, the id of a record, the number of an order. */
  readonly id: string;
  /** What it is compared with, of the same kind. */
  readonly besideId?: string | undefined;
  readonly personId?: string | undefined;
  /** The part has done its work; the id of what came of it. */
  readonly onDone?: ((id: string) => void) | undefined;
}

/** A part of a screen that one room offers and others show without importing it: `modules/<name>/web/embeds.tsx` exports `embeds`. */
export interface ModuleEmbed {
  /** `room.part`: `imaging.study`. */
  readonly name: string;
  /** Not shown without it. */
  readonly permission: string;
  readonly component: LazyExoticComponent<ComponentType<EmbedProps>>;
}

const EmbedContext = createContext<readonly ModuleEmbed[]>([]);

/** The shell gives its explicit list. */
export function EmbedProvider({ embeds, children }: { embeds: readonly ModuleEmbed[]; children: ReactNode }) {
  return <EmbedContext value={embeds}>{children}</EmbedContext>;
}

/** The part of another room; `otherwise` where the shell has no such part or the person may not see it. */
export function Embedded({ name, otherwise = null, ...props }: EmbedProps & { name: string; otherwise?: ReactNode }) {
  const embed = useContext(EmbedContext).find((each) => each.name === name);
  const may = useMay(embed?.permission ?? '');
  if (embed === undefined || !may) return otherwise;
  const Part = embed.component;
  return <ErrorBoundary resetOn={props.id}><Suspense fallback={<Waiting />}><Part key={props.id} {...props} /></Suspense></ErrorBoundary>;
}
