import type { EpisodeOfCare } from '#fhir/types/resources.gen.ts';

interface StayOfEpisode {
  readonly organisationId: string;
  readonly admittedOn: string;
  readonly dischargedOn: string | null;
}

interface Episode {
  readonly personId: string;
  /** Number of the episode of this person. */
  readonly episode: number;
  /** In the order of admission, at least one. */
  readonly stays: readonly StayOfEpisode[];
}

/** The chain of stays along which one deductible counts; while a stay lasts it is active. */
export function episodeOfCare({ personId, episode, stays }: Episode): EpisodeOfCare {
  const [first, last] = [stays[0]!, stays.at(-1)!];
  return {
    resourceType: 'EpisodeOfCare', id: `episode-${personId}-${episode}`, status: last.dischargedOn === null ? 'active' : 'finished', type: [{ text: '连续住院过程（起付线连续计算）' }],
    patient: { reference: `Patient/${personId}` }, managingOrganization: { reference: `Organization/${last.organisationId}` },
    period: { start: first.admittedOn, ...(last.dischargedOn === null ? {} : { end: last.dischargedOn }) },
  };
}
