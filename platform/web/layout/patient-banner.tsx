import type { ReactNode } from 'react';
import { WarningFilled } from '@ant-design/icons';
import { useFormat } from '../text/format.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { listed } from '../text/listed.ts';

export interface BannerPatient {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown' | null;
  readonly birthDate: string | null;
  /** Already masked by the server: `110105********002X`. */
  readonly identifierMasked?: string | null;
  readonly deceased?: boolean;
}

export interface PatientBannerProps {
  readonly patient: BannerPatient;
  /** Undefined = not known, empty = none known. */
  readonly allergies?: readonly string[];
  readonly alerts?: readonly string[];
  readonly contract?: ReactNode;
  readonly liveReferral?: ReactNode;
  /** Which visit one writes into. */
  readonly visit?: ReactNode;
  readonly actions?: ReactNode;
}

/** Stays on top while a patient is open, so that nobody writes into the wrong record. */
export function PatientBanner(props: PatientBannerProps) {
  const say = useText();
  const format = useFormat();
  const { patient } = props;
  const sex = say(kitMessages[`sex-${patient.sex ?? 'unknown'}`]);
  return (
    <section className="yg-banner" aria-label={say(kitMessages.patient)}>
      <div className="yg-banner-who">
        <strong className="yg-banner-name">{patient.name}</strong>
        <span>{sex}</span>
        {patient.birthDate && <span>{format.age(patient.birthDate)} <span className="yg-quiet">{patient.birthDate}</span></span>}
        {patient.identifierMasked && <span className="yg-quiet">{patient.identifierMasked}</span>}
        {patient.deceased && <strong>{say(kitMessages.deceased)}</strong>}
      </div>
      <div className="yg-banner-facts">
        <BannerAlerts allergies={props.allergies} alerts={props.alerts} />
        {props.contract && <span>{props.contract}</span>}
        {props.liveReferral && <span>{props.liveReferral}</span>}
        {props.visit && <span>{say(kitMessages.writingInto)} {props.visit}</span>}
        {props.actions}
      </div>
    </section>
  );
}

function BannerAlerts({ allergies, alerts }: Pick<PatientBannerProps, 'allergies' | 'alerts'>) {
  const say = useText();
  return (
    <>
      {allergies && allergies.length === 0 && <span className="yg-quiet">{say(kitMessages.noAllergies)}</span>}
      {allergies && allergies.length > 0 && (
        <span className="yg-tag yg-tone-overdue"><WarningFilled aria-hidden /> {say(kitMessages.allergies)} {listed(allergies)}</span>
      )}
      {alerts?.map((alert) => <span key={alert} className="yg-tag yg-tone-due"><WarningFilled aria-hidden /> {alert}</span>)}
    </>
  );
}
