import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as mappings from '../contract/mappings.ts';
import * as messages from '../contract/messages.ts';
import * as sites from '../contract/sites.ts';
import * as tables from '../contract/tables.ts';
import { applyMessage } from './commands/apply-message.ts';
import { cancelTableImport } from './commands/cancel-table-import.ts';
import { changeSite } from './commands/change-site.ts';
import { importTable } from './commands/import-table.ts';
import { readMessageBody } from './commands/read-message-body.ts';
import { registerSite } from './commands/register-site.ts';
import { rerunMessage } from './commands/rerun-message.ts';
import { rerunMessages } from './commands/rerun-messages.ts';
import { saveMapping } from './commands/save-mapping.ts';
import { sendMessage } from './commands/send-message.ts';
import { setMessageAside } from './commands/set-message-aside.ts';
import { connectionCoverage } from './queries/connection-coverage.ts';
import { countMessages } from './queries/count-messages.ts';
import { getMapping } from './queries/get-mapping.ts';
import { getMessage } from './queries/get-message.ts';
import { listMappings } from './queries/list-mappings.ts';
import { listMessages } from './queries/list-messages.ts';
import { listExchangeSites } from './queries/list-exchange-sites.ts';
import { listTableFaults } from './queries/list-table-faults.ts';
import { listTableImports } from './queries/list-table-imports.ts';
import { previewMapping } from './queries/preview-mapping.ts';
import { previewOutgoing } from './queries/preview-outgoing.ts';
import { previewTable } from './queries/preview-table.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindQuery(messages.listMessages, listMessages),
  bindQuery(messages.countMessages, countMessages),
  bindQuery(messages.getMessage, getMessage),
  bindCommand(messages.readMessageBody, readMessageBody),
  bindCommand(messages.rerunMessage, rerunMessage),
  bindCommand(messages.rerunMessages, rerunMessages),
  bindCommand(messages.setMessageAside, setMessageAside),
  bindCommand(messages.applyMessage, applyMessage),
  bindCommand(messages.sendMessage, sendMessage),
  bindQuery(sites.listExchangeSites, listExchangeSites),
  bindCommand(sites.registerSite, registerSite),
  bindCommand(sites.changeSite, changeSite),
  bindQuery(sites.connectionCoverage, connectionCoverage),
  bindQuery(mappings.listMappings, listMappings),
  bindQuery(mappings.getMapping, getMapping),
  bindCommand(mappings.saveMapping, saveMapping),
  bindQuery(mappings.previewMapping, previewMapping),
  bindQuery(mappings.previewOutgoing, previewOutgoing),
  bindQuery(tables.previewTable, previewTable),
  bindCommand(tables.importTable, importTable),
  bindCommand(tables.cancelTableImport, cancelTableImport),
  bindQuery(tables.listTableImports, listTableImports),
  bindQuery(tables.listTableFaults, listTableFaults),
];
