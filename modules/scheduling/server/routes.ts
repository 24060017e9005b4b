import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import * as beds from '../contract/beds.ts';
import * as clinics from '../contract/clinics.ts';
import * as reservations from '../contract/reservations.ts';
import { admitToBed } from './commands/admit-to-bed.ts';
import { blockBed } from './commands/block-bed.ts';
import { createWard } from './commands/create-ward.ts';
import { dischargeBed } from './commands/discharge-bed.ts';
import { moveBed } from './commands/move-bed.ts';
import { unblockBed } from './commands/unblock-bed.ts';
import { cancelSession } from './commands/cancel-session.ts';
import { changeQuota } from './commands/change-quota.ts';
import { createClinic } from './commands/create-clinic.ts';
import { publishSession } from './commands/publish-session.ts';
import { bookSlot } from './commands/book-slot.ts';
import { cancelBooking } from './commands/cancel-booking.ts';
import { recordArrival } from './commands/record-arrival.ts';
import { recordMissed } from './commands/record-missed.ts';
import { getBedBoard } from './queries/get-bed-board.ts';
import { getClinicWeek } from './queries/get-clinic-week.ts';
import { getUtilisation } from './queries/get-utilisation.ts';
import { listClinics } from './queries/list-clinics.ts';
import { listSlots } from './queries/list-slots.ts';
import { listDaySheet } from './queries/list-day-sheet.ts';

export const operations = [
  bindCommand(beds.admitToBed, admitToBed),
  bindCommand(beds.blockBed, blockBed),
  bindCommand(beds.createWard, createWard),
  bindCommand(beds.dischargeBed, dischargeBed),
  bindCommand(beds.moveBed, moveBed),
  bindCommand(beds.unblockBed, unblockBed),
  bindCommand(clinics.cancelSession, cancelSession),
  bindCommand(clinics.changeQuota, changeQuota),
  bindCommand(clinics.createClinic, createClinic),
  bindCommand(clinics.publishSession, publishSession),
  bindCommand(reservations.bookSlot, bookSlot),
  bindCommand(reservations.cancelBooking, cancelBooking),
  bindCommand(reservations.recordArrival, recordArrival),
  bindCommand(reservations.recordMissed, recordMissed),
  bindQuery(beds.getBedBoard, getBedBoard),
  bindQuery(clinics.getClinicWeek, getClinicWeek),
  bindQuery(clinics.getUtilisation, getUtilisation),
  bindQuery(clinics.listClinics, listClinics),
  bindQuery(clinics.listSlots, listSlots),
  bindQuery(reservations.listDaySheet, listDaySheet),
];
