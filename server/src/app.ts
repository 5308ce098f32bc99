import cors from 'cors';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Config } from './config.ts';
import { Bodies } from './http/bodies.ts';
import { type HealthPorts, healthRoutes } from './http/health.ts';
import type { Looker } from './http/inside.ts';
import { pageRoutes } from './http/pages.ts';
import type { Rereader } from './http/past.ts';
import { type Predictor, predictRoutes } from './http/predict.ts';
import { problem, problems } from './http/problem.ts';
import { type RoomRoutePorts, roomRoutes } from './http/rooms.ts';
import type { Log } from './log.ts';
import { corsOrigin } from './peer/origin.ts';

export interface AppPorts extends HealthPorts, RoomRoutePorts {
  readonly config: Config;
  readonly log: Log;
  readonly reader: Predictor & Looker & Rereader;
}

/** Our own origin only, no inline script; sockets to ourselves, pictures that a page made. */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
};

/** The HTTP side: health, the single-user API, rooms, and the pages. */
export function makeApp(ports: AppPorts): Express {
  const { config } = ports;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: POLICY },
      crossOriginEmbedderPolicy: false,
      // A school laptop serves over plain HTTP: nothing may force TLS that is not there.
      strictTransportSecurity: false,
    }),
  );
  app.use((_request, response, next) => {
    response.set(
      'Permissions-Policy',
      'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    );
    next();
  });
  app.use(cors({ origin: corsOrigin(config.allowedOrigins) }));
  app.use(healthRoutes(ports));
  app.use(['/predict', '/api'], (_request, response, next) => {
    if (!ports.rooms.brimful) return next();
    const message = 'The server is short of memory; try again in a minute.';
    problem(response, 503, { error: 'busy', message, retryS: 60 });
  });
  app.use(predictRoutes(ports.reader, new Bodies(() => ports.rooms.short)));
  app.use(roomRoutes(ports, config));
  app.use(pageRoutes(config.clientDir));
  app.use(problems(ports.log));
  return app;
}
