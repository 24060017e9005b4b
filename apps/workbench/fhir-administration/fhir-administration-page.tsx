import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { JobsPanel } from './jobs-panel.tsx';
import { fhirMessages } from './messages.ts';
import { SearchParametersPanel } from './search-parameters-panel.tsx';
import { SubscriptionsPanel } from './subscriptions-panel.tsx';

/** The machinery of the FHIR floor for the system administrator. */
export function FhirAdministrationPage() {
  const say = useText();
  return (
    <>
      <PageHeader title={say(fhirMessages.title)} subtitle={say(fhirMessages.subtitle)} />
      <div className="yg-stack">
        <SubscriptionsPanel />
        <SearchParametersPanel />
        <JobsPanel />
      </div>
    </>
  );
}
