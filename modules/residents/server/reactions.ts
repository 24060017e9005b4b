import { reaction } from '#platform/events/reaction.ts';
import { indexPatient } from './commands/index-patient.ts';

/** A Patient written from outside (import, FHIR client) is registered or brought up to date; repeating changes nothing. */
export const reactions = [
  reaction({
    name: 'residents.register-imported',
    on: 'fhir.patient-written',
    run: async (context, event) => {
      const patientId = event.payload['patientId'];
      if (typeof patientId === 'string') await indexPatient(context, { patientId, organisationIds: event.organisationIds });
    },
  }),
];
