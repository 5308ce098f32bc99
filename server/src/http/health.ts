import type { Request, Response, Router } from 'express';
import { Router as makeRouter } from 'express';
import type { Registry } from 'prom-client';

export interface HealthPorts {
  readonly registry: Registry;
  /** What is not ready; empty when all is. */
  notReady(): Promise<readonly string[]>;
}

/** `/healthz` (the process answers), `/readyz` (it can do its work) and `/metrics`. */
export function healthRoutes({ registry, notReady }: HealthPorts): Router {
  const router = makeRouter();
  router.get('/healthz', (_request: Request, response: Response) => {
    response.json({ ok: true });
  });
  router.get('/readyz', async (_request: Request, response: Response) => {
    const missing = await notReady();
    response.status(missing.length === 0 ? 200 : 503).json({ ok: missing.length === 0, missing });
  });
  router.get('/metrics', async (_request: Request, response: Response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
