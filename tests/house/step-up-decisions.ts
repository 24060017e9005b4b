/**
 * For every command that touches access, identity, disclosure, signatures or money: whether a person has to prove again who sits there. `second-factor` and
 * `password` stand for `stepUp: true` and `'or-password'` in the contract; otherwise the reason why nothing is asked.
 */
type Decision = 'second-factor' | 'password' | { readonly none: string };

const SIGNED_ACT = { none: 'Given many times a day by the person at work; each act is signed, audited and reversible by its own rules (docs/decisions/0062).' };
const OF_THE_RESIDENT = { none: 'A resident decides about the own record, in an own session; the portal has no second factor to ask for.' };
const CLOSES_ONLY = { none: 'It only takes something away from somebody; hurry must not wait for a phone.' };
const BEFORE_SESSION = { none: 'It is itself a proof, or happens before there is a session.' };
const SECOND_PERSON = { none: 'Another person has to confirm it before anything follows, and that confirmation asks.' };
const WORK_OF_A_ROOM = { none: 'Everyday work within the own room: opens no record to anybody new and pays nothing.' };

export const STEP_UP_DECISIONS: Readonly<Record<string, Decision>> = {
  signIn: BEFORE_SESSION, signOut: CLOSES_ONLY, setUpAccount: BEFORE_SESSION, proveSecondFactor: BEFORE_SESSION, chooseNewPassword: BEFORE_SESSION,
  beginPasskeySignIn: BEFORE_SESSION, signInWithPasskey: BEFORE_SESSION, beginStepUp: BEFORE_SESSION, stepUp: BEFORE_SESSION,
  endOwnSession: CLOSES_ONLY, endOtherSessions: CLOSES_ONLY, revokeOwnApp: CLOSES_ONLY,
  changeOwnPassword: { none: 'It asks for the present password itself.' },
  beginTotp: 'password', confirmTotp: { none: 'Ends what beginTotp asked for.' }, removeTotp: 'second-factor', renewRecoveryCodes: 'second-factor',
  beginPasskey: 'password', addPasskey: { none: 'Ends what beginPasskey asked for.' }, removePasskey: 'second-factor', beginOutsideLink: 'password',
  decideAuthorisation: { none: 'The app gets no more than the person has, within scopes shown on the screen, and every grant can be taken back.' },
  createAccount: 'second-factor', issueSetUpLink: 'second-factor', grantRole: 'second-factor', revokeRole: 'second-factor', resetFactors: 'second-factor',
  lockAccount: 'password', unlockAccount: 'password', endAccountSessions: CLOSES_ONLY,
  setAuditRetention: 'password', noteClearFiles: { none: 'Opens nothing by itself: the command reads by its own scopes.' }, verifyAuditChain: { none: 'Changes nothing.' }, verifySignatures: { none: 'Changes nothing.' },
  signAgreement: 'password', countersignAgreement: 'password', endAgreement: 'password', exitMembership: 'password', closeOrganisation: 'password',
  mergeResidents: 'password', unmergeResidents: 'password', decideMatchReview: 'password',
  registerConsent: 'password', withdrawConsent: 'password', registerOwnConsent: OF_THE_RESIDENT, withdrawOwnConsent: OF_THE_RESIDENT, raiseOwnRequest: OF_THE_RESIDENT,
  drillRestore: 'password',
  breakGlass: 'password', shareItem: 'password', decideAccessRequest: 'password', requestAccess: { none: 'A colleague decides, and that asks.' },
  revealItem: { none: 'One item, with a reason, for an hour, in the trail that the resident reads, and reviewed.' },
  retireSearchParameter: { none: 'It opens no record and loses none; the same definition added again is indexed again.' },
  changeSensitiveKind: 'password', stopReclassification: WORK_OF_A_ROOM, resumeReclassification: WORK_OF_A_ROOM,
  decideReview: { none: 'It can only close what was open.' },
  resolveResidentCode: { none: 'The resident shows the code; used once, within two minutes.' }, issueResidentCode: { none: 'The resident shows it, or the desk prints a card for the person in front of it.' },
  signCentreContract: 'password', endCentreContract: 'password', grantReaderPermit: 'password', revokeReaderPermit: CLOSES_ONLY,
  issueReport: SIGNED_ACT, issueEmergencyReport: SIGNED_ACT, confirmReport: SIGNED_ACT, amendReport: SIGNED_ACT, verifyResults: SIGNED_ACT,
  reportOutcome: SIGNED_ACT, submitReferral: SIGNED_ACT, dischargeWithPlan: SIGNED_ACT,
  exportForTeaching: 'password', readMessageBody: { none: 'One message, with a reason, in the trail that the resident reads.' },
  putPackInForce: 'password', withdrawPack: 'password', approveParameterPack: 'password', retireParameterPack: 'password', withdrawParameterPack: WORK_OF_A_ROOM,
  confirmRun: 'password', distributePackage: 'password', runAdvance: SECOND_PERSON, payCapitation: SECOND_PERSON, startClearing: SECOND_PERSON, cancelRun: CLOSES_ONLY,
  decideAppeal: { none: 'Moves a case into the next calculation, whose confirmation asks.' }, decideSpecialReview: { none: 'Follows from the votes of a panel; the calculation that pays is confirmed with a proof.' },
  voteSpecialReview: { none: 'One vote of several.' }, castVote: { none: 'One vote of several, given in the meeting.' }, closeMeeting: 'password', signCharter: 'password',
  closePackage: { none: 'Freezes scores; the distribution asks.' }, sendClaim: WORK_OF_A_ROOM, issueStatement: WORK_OF_A_ROOM, releaseHit: WORK_OF_A_ROOM,
  applyRegion: 'password', endRegion: 'password',
  loadCalendarYear: { none: 'Says which days are worked by a public notice; every version stays and the next one replaces a wrong one.' },
  applyMembership: SECOND_PERSON, releaseArea: WORK_OF_A_ROOM, applySpecialReview: SECOND_PERSON, auditClaim: WORK_OF_A_ROOM, claimDiagnosis: WORK_OF_A_ROOM, releaseDiagnosis: WORK_OF_A_ROOM,
  retireTemplate: WORK_OF_A_ROOM, freezeStatement: WORK_OF_A_ROOM, applyMessage: WORK_OF_A_ROOM, foundBody: WORK_OF_A_ROOM,
  retireScheme: WORK_OF_A_ROOM, decideScoreAppeal: { none: 'The score it gives counts only once the assessment is frozen, and that asks.' }, retireQuestionnaire: WORK_OF_A_ROOM, issueSurveyCodes: WORK_OF_A_ROOM,
  takeOwnSurveyCode: OF_THE_RESIDENT,
  approveIndicatorValue: { none: 'A second person approves; the value pays nobody by itself.' },
};

/** Words in the name of a command or its permission that ask for a decision. */
export const SENSITIVE =
  /(^|[.-])(sign|countersign|approve|confirm|grant|revoke|reset|unlock|lock|merge|unmerge|reveal|share|export|consent|break|glass|retention|rotate|restore|distribute|settle|pay|clearing|advance|run|statement|claim|permit|account|factor|factors|passkey|totp|password|session|sessions|role|force|region|apply|withdraw|retire|code|issue|body|access|authorisation|vote|decide|release)([.-]|$)/;
