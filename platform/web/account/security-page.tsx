import { getOwnSecurity } from '#platform/identity/contract/own-account.ts';
import { useOperation } from '../client/hooks.ts';
import { PageHeader } from '../layout/page-header.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { Waiting } from '../layout/waiting.tsx';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';
import { AppPanel } from './app-panel.tsx';
import { OutsidePanel } from './outside-panel.tsx';
import { PasskeyPanel } from './passkey-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionPanel } from './session-panel.tsx';
import { TotpPanel } from './totp-panel.tsx';

/** How a person signs in, and where they are signed in now. The same in workbench and portal. */
export function SecurityPage() {
  const say = useText();
  const answer = useOperation(getOwnSecurity, {}, { refreshEveryMs: 30_000 });
  const refresh = () => void answer.refetch();
  const security = answer.data;
  return (
    <>
      <PageHeader title={say(accountMessages.title)} subtitle={security && say(accountMessages.subtitle, { login: security.login })} />
      {answer.error && <ProblemNotice problem={answer.error} onRetry={refresh} />}
      {!security && !answer.error && <Waiting />}
      {security && (
        <div className="yg-security">
          <PasswordPanel changedAt={security.passwordChangedAt} until={security.passwordUntil} onChanged={refresh} />
          <TotpPanel hasTotp={security.hasTotp} recoveryCodes={security.recoveryCodes} hasSecondFactor={security.hasTotp || security.passkeys.length > 0} onChanged={refresh} />
          <PasskeyPanel passkeys={security.passkeys} onChanged={refresh} />
          {security.outside && <OutsidePanel {...security.outside} />}
          {security.apps.length > 0 && <AppPanel apps={security.apps} onChanged={refresh} />}
          <SessionPanel sessions={security.sessions} onChanged={refresh} />
        </div>
      )}
    </>
  );
}
