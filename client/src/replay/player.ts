/** Where a replay stands. */
export interface Player {
  /** Milliseconds on the line of time. */
  readonly at: number;
  readonly playing: boolean;
  /** How many times faster than it was written. */
  readonly speed: number;
}

/** A page that slept wakes where it fell asleep: one step counts as no more than this (ms). */
const LONGEST_STEP_MS = 100;
/** Arrow keys and page keys move by these shares of the whole. */
const STEP = 1 / 40;
const LEAP = 1 / 8;

/** The player after so many milliseconds of the clock; at the end of the line it stops. */
export function advanced(player: Player, length: number, ms: number): Player {
  if (!player.playing) return player;
  const at = Math.min(length, player.at + Math.min(ms, LONGEST_STEP_MS) * player.speed);
  return { ...player, at, playing: at < length };
}

/** The player at another moment, kept on the line. */
export function soughtTo(player: Player, length: number, at: number): Player {
  return { ...player, at: Math.min(length, Math.max(0, at)) };
}

/** Plays or pauses; from the end it begins anew. */
export function toggled(player: Player, length: number): Player {
  if (player.playing) return { ...player, playing: false };
  return { ...player, playing: true, at: player.at >= length ? 0 : player.at };
}

/** The moment that a key asks for; null for keys that ask for none. */
export function momentOf(key: string, at: number, length: number): number | null {
  const moment = {
    ArrowLeft: at - length * STEP,
    ArrowDown: at - length * STEP,
    ArrowRight: at + length * STEP,
    ArrowUp: at + length * STEP,
    PageDown: at - length * LEAP,
    PageUp: at + length * LEAP,
    Home: 0,
    End: length,
  }[key];
  return moment === undefined ? null : Math.min(length, Math.max(0, moment));
}
