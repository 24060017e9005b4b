export interface Target {
  readonly personId: string;
  readonly organisationId: string;
  readonly code: string;
}
