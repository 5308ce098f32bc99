import { join } from 'node:path';
import { parseCode } from '@inkling/shared/limits';
import compression from 'compression';
import express, { type Router } from 'express';
import { problem } from './problem.ts';

/** The built client: assets with a hash in their name are kept for ever, pages are asked for again. */
export function pageRoutes(clientDir: string): Router {
  const router = express.Router();
  router.use(compression());
  router.use(
    '/assets',
    express.static(join(clientDir, 'assets'), { immutable: true, maxAge: '1y' }),
  );
  router.use(express.static(clientDir, { index: false, maxAge: '1h' }));
  const sendPage = (response: express.Response) => {
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: clientDir });
  };
  router.get('/', (_request, response) => sendPage(response));
  router.get(['/:code', '/:code/stage', '/:code/remote'], (request, response, next) => {
    if (parseCode(String(request.params.code)) === null) next();
    else sendPage(response);
  });
  router.use((_request, response) => {
    problem(response, 404, { error: 'not-found', message: 'There is nothing here.' });
  });
  return router;
}
