import { parentPort, workerData } from 'node:worker_threads';
import { PATH_LENGTH } from '@inkling/shared/path';
import { RASTER_LENGTH, rasterise } from '@inkling/shared/rasterise';
import type { ReadingChange } from '@inkling/shared/reading';
import { Desk } from './desk.ts';
import { Effort } from './effort.ts';
import type { Inside } from './inside.ts';
import { PULSE, type Said, type ThreadStart, type Told } from './messages.ts';
import { packReadings, unpackLines } from './pack.ts';
import { readPast } from './past.ts';
import { predictLines } from './predict.ts';
import type { Prediction } from './prediction.ts';
import { BATCH, openSession, type Session } from './session.ts';

/** The reader thread: hears what the main thread tells, takes turns at the desk while there is work, says what is new. */
const port = parentPort;
const { modelPath, life, pulse } = workerData as ThreadStart;

function say(said: Said, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(said, transfer);
}

/** The session, timed and counted where the main thread can see it. */
function watched(session: Session): Session {
  return {
    ...session,
    async read(shown, count) {
      const began = performance.now();
      const answers = await session.read(shown, count);
      pulse[PULSE.micros] = (performance.now() - began) * 1000;
      pulse[PULSE.batch] = count;
      pulse[PULSE.read] = (pulse[PULSE.read] as number) + count;
      return answers;
    },
  };
}

function publish(changes: ReadonlyMap<string, readonly ReadingChange[]>): void {
  const readings = packReadings([...changes.values()]);
  say({ say: 'readings', rooms: [...changes.keys()], readings }, [
    readings.ints.buffer as ArrayBuffer,
    readings.probabilities.buffer as ArrayBuffer,
  ]);
}

async function lookInside(parts: { desk: Desk; session: Session }, told: Told & { do: 'inside' }) {
  const glyph = parts.desk.glyph(told.room, told.glyph);
  if (!glyph) return null;
  const input = rasterise(glyph.traces.map(({ points }) => points));
  const inside: Inside = {
    glyph: glyph.id,
    input,
    outputs: await parts.session.look(input),
  };
  return inside;
}

async function open(): Promise<void> {
  const session = watched(await openSession(modelPath));
  const now = () => performance.now();
  const { eventLoopUtilization: utilization } = performance;
  const effort = new Effort({ now, utilization });
  const stretch = () => effort.stretch;
  const desk = new Desk({ session, now, stretch, publish, wake: () => soon(), life });
  let turning = false;
  let asked = false;
  let stopping = false;
  let wake: NodeJS.Timeout | null = null;

  const beat = () => {
    pulse[PULSE.beat] = ((pulse[PULSE.beat] as number) + 1) | 0;
    pulse[PULSE.queue] = desk.queue;
  };

  // Taken up after everything that has already been told was heard, so that a turn reads the newest ink only.
  const soon = () => {
    asked = true;
    if (turning) return;
    turning = true;
    if (wake) clearTimeout(wake);
    wake = null;
    setImmediate(async () => {
      asked = false;
      const again = await desk.turn();
      beat();
      turning = false;
      if (stopping) process.exit(0);
      const wait = again - now();
      if (asked || wait <= 0) soon();
      else if (again < Infinity) wake = setTimeout(soon, wait);
    });
  };

  const answer = (id: number, prediction: Promise<Prediction>) => {
    prediction.then(
      (made) => say({ say: 'prediction', id, prediction: made }),
      (error: Error) =>
        say({ say: 'refused', id, refusal: refusalOf(error), message: error.message }),
    );
  };

  const hear = (told: Told) => {
    // A thread that is ended from outside while the network runs takes the whole process with it: it ends itself between runs.
    if (told.do === 'stop') {
      stopping = true;
      if (!turning) process.exit(0);
    } else if (told.do === 'ink') for (const ink of told.rooms) desk.ink(ink);
    else if (told.do === 'erase') desk.erase(told.room, told.strokes);
    else if (told.do === 'forget') desk.forget(told.room);
    else if (told.do === 'known') desk.inherit(told.room, told.glyphs);
    else if (told.do === 'strokes') answer(told.id, predictLines(desk, unpackLines(told.lines)));
    else if (told.do === 'image') answer(told.id, predictBytes(told.bytes, desk));
    else if (told.do === 'past') {
      const { id } = told;
      readPast(desk, told.past).then((probabilities) => say({ say: 'past', id, probabilities }));
    } else if (told.do === 'inside') {
      const { id } = told;
      lookInside({ desk, session }, told).then(
        (inside) => say({ say: 'inside', id, inside }),
        (error: Error) => say({ say: 'refused', id, refusal: 'fault', message: error.message }),
      );
    }
  };

  const blank = {
    rasters: new Uint8Array(BATCH * RASTER_LENGTH),
    paths: new Uint8Array(BATCH * PATH_LENGTH),
  };
  for (const count of [1, BATCH]) await session.read(blank, count);
  port?.on('message', (told: Told) => {
    hear(told);
    // Counted when it is done: a thread that hangs over what it was told has work, and is found.
    pulse[PULSE.heard] = ((pulse[PULSE.heard] as number) + 1) | 0;
    beat();
    soon();
  });
  say({ say: 'ready' });
}

/** Decoding images is loaded when the first one comes: most servers never see one. */
async function predictBytes(bytes: Uint8Array, desk: Desk) {
  const { predictImage } = await import('./picture.ts');
  return predictImage(desk, bytes);
}

function refusalOf(error: Error): 'image' | 'fault' {
  return error.name === 'BadImage' ? 'image' : 'fault';
}

open().catch((error: Error) => say({ say: 'broken', message: error.message }));
