import { listOrganisationTree, type OrganisationNode } from './organisations.ts';

const NOT_CARING: readonly OrganisationNode['kind'][] = ['health-bureau', 'insurance-bureau', 'consortium', 'alliance'];

interface Answer {
  readonly nodes: readonly OrganisationNode[];
}

/** What a select of organisations offers (`ListedField` of platform/web): by name, found by name or pinyin too. */
const organisationsThat = (fits: (node: OrganisationNode) => boolean) => ({
  operation: listOrganisationTree,
  input: {},
  choicesOf: ({ nodes }: Answer) => nodes.filter(fits).map(({ id, name, pinyin }) => ({ value: id, label: name, words: `${name} ${pinyin}` })),
});

/** Those that work, of whom `fits` is true. */
export const activeOrganisationsThat = (fits: (node: OrganisationNode) => boolean) => organisationsThat((node) => node.state === 'active' && fits(node));

/** Also those that were closed: for names. */
export const everyOrganisation = organisationsThat(() => true);
export const activeOrganisations = activeOrganisationsThat(() => true);
/** Where persons are cared for: no offices and no unions. */
export const caringOrganisations = activeOrganisationsThat(({ kind }) => !NOT_CARING.includes(kind));
