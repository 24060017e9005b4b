import { allowInsideHosts, parseOutboundUrl } from '#platform/http/outbound.ts';

/** Hosts (`name` or `name:port`) that may be told although their address is closed; set once by the composition root. */
export const allowSubscriptionHosts = (hosts: readonly string[]): void => allowInsideHosts(hosts);

/** Undefined unless it is http(s), holds no password and is no closed address; names are looked up when sending. */
export const parseEndpoint = (text: string): URL | undefined => parseOutboundUrl(text);
