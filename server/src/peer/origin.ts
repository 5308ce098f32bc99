import type { IncomingMessage } from 'node:http';

/** What CORS lets in: every origin, or those that are listed. */
export function corsOrigin(allowed: readonly string[]): true | string[] {
  return allowed.includes('*') || [...allowed];
}

/**
 * Whether a request may come in: from no browser, from our own pages, or from a listed origin. A page elsewhere must
 * not use a visitor's network to reach a room (cross-site WebSocket hijacking).
 */
export function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowed.includes(origin) || allowed.includes('*')) return true;
  const hosts = [host, request.headers['x-forwarded-host']];
  try {
    return hosts.includes(new URL(origin).host);
  } catch {
    return false;
  }
}
