import { join } from 'node:path';
import { parseCode } from '@inkling/shared/limits';
import compression from 'compression';
import express, { type Request, type Router } from 'express';
import { problem } from './problem.ts';

/** Addresses of programs: what is not there is told them in JSON. */
const FOR_PROGRAMS = /^\/(api|predict|assets|yjs|socket\.io|metrics|healthz|readyz)(\/|$)/i;

/** Whether an address is the front page, or may lead to a room, its stage or its remote. */
function leadsToRoom(path: string): boolean {
  const [first, page, ...more] = path.split('/').filter(Boolean);
  if (first === undefined) return true;
  if (more.length > 0 || !['stage', 'remote', undefined].includes(page)) return false;
  try {
    return parseCode(decodeURIComponent(first)) !== null;
  } catch {
    return false;
  }
}

/** Whether a person's browser opens an address, as against a program that asks for something. */
function isOpened(request: Request): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}

/** The built client: assets with a hash in their name are kept for ever, pages are asked for again. */
export function pageRoutes(clientDir: string): Router {
  const router = express.Router();
  router.use(compression());
  router.use(
    '/assets',
    express.static(join(clientDir, 'assets'), { immutable: true, maxAge: '1y' }),
  );
  router.use(express.static(clientDir, { index: false, maxAge: '1h' }));
  router.use((request, response, next) => {
    const { method, path } = request;
    if ((method !== 'GET' && method !== 'HEAD') || FOR_PROGRAMS.test(path)) return next();
    const leads = leadsToRoom(path);
    // The page itself says that there is no such room, and shows the way on.
    if (!leads && !isOpened(request)) return next();
    response.status(leads ? 200 : 404).set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: clientDir });
  });
  router.use((_request, response) => {
    problem(response, 404, { error: 'not-found', message: 'There is nothing here.' });
  });
  return router;
}
