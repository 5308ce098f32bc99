import { parseArgs } from 'node:util';
import { soakByHand } from './soak/by-hand.ts';
import { soakReal } from './soak/real.ts';

/**
 * Says what grows while people draw, erase and clear: `npm run soak -- --minutes 120` for hours of a room's own code on a clock
 * turned by hand, `npm run soak -- --real --seconds 480` for a built server in its own process, with its reader, store and sockets.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '120' },
    real: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '300' },
  },
});

if (values.real) await soakReal(Number(values.seconds));
else await soakByHand(Number(values.minutes));
