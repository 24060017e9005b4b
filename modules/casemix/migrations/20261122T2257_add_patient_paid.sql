-- What the patient paid, from the front page (D09) or the settlement list: settlement needs it.
alter table casemix.discharge add column patient_paid_fen bigint;
alter table casemix.discharge add constraint discharge_patient_paid_possible check (patient_paid_fen is null or patient_paid_fen between 0 and total_fen);
comment on column casemix.discharge.patient_paid_fen is 'Paid by the patient in fen; null where the page does not say. sensitivity: personal';
