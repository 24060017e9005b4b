/** Rooms that a pack may name as the place of an answer; a test holds the list against the folders of `modules/`. */
export const ROOMS: readonly string[] = [
  'assessment', 'casemix', 'consortium', 'ecg', 'exchange', 'governance', 'health-record', 'imaging', 'indicators', 'laboratory', 'payment', 'recognition', 'referral', 'regions', 'residents',
  'scheduling', 'shared-diagnosis', 'task-ledger',
];
