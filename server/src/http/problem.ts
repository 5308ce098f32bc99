import type { ErrorRequestHandler, Response } from 'express';
import type { Log } from '../log.ts';
import { ReaderBusy } from '../reader/faults.ts';

/** What went wrong: a word for programs, a sentence for people, and after how many seconds to try again. */
export interface Problem {
  readonly error: string;
  readonly message: string;
  readonly retryS?: number;
}

/** Answers with a status and what went wrong. */
export function problem(
  response: Response,
  status: number,
  { error, message, retryS }: Problem,
): void {
  if (retryS !== undefined) response.set('Retry-After', String(retryS));
  response.status(status).json({ error, message });
}

/** Turns what body parsers and routes throw into a 4xx, a 503 while the reader is busy, or a 500, each with a sentence. */
export function problems(log: Log): ErrorRequestHandler {
  return (error: { status?: number; type?: string }, _request, response, _next) => {
    const isBusy = error instanceof ReaderBusy;
    const status = error.status ?? 500;
    if (status >= 500 && !isBusy) log.error({ error }, 'a request failed');
    // Half an answer cannot be taken back: its connection ends.
    if (response.headersSent) return void response.destroy();
    if (isBusy) {
      return problem(response, 503, { error: 'busy', message: error.message, retryS: 1 });
    }
    if (status === 413) {
      problem(response, 413, {
        error: 'too-large',
        message: 'That is more than this server takes.',
      });
    } else if (status >= 400 && status < 500) {
      problem(response, status, {
        error: 'bad-request',
        message: 'That request could not be read.',
      });
    } else {
      problem(response, 500, { error: 'failed', message: 'Something went wrong on the server.' });
    }
  };
}
