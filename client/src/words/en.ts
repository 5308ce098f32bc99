import { REASONS } from '@inkling/shared/protocol';
import { UNASKED } from '../link/unasked.ts';

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** What the page says, in English: the dictionary that every other language must match, string for string. */
export const en = {
  tagline: 'Draw a digit. The network reads along.',
  canvas: 'Canvas: draw a digit here',
  tools: 'Tools',
  pen: 'Pen',
  eraser: 'Eraser',
  undo: 'Undo',
  redo: 'Redo',
  showAll: 'Show all',
  keyboardPen: 'Draw with the keyboard',
  penIsDown: 'Pen down. Arrows draw, space lifts, Escape ends.',
  penIsUp: 'Pen up. Arrows move, space puts it down, Escape ends.',
  saved: 'everything saved',
  sending: 'sending',
  offline: 'offline',
  strokesWaiting: (n: number) => (n === 1 ? '(1 stroke waiting)' : `(${n} strokes waiting)`),
  catchingUp: 'catching up',
  notSaved: 'not saved: the server cannot keep ink just now',
  joining: 'opening the room',
  network: 'What the network thinks',
  not: 'not a digit',
  notSure: 'not sure',
  or: 'or',
  nothingYet: 'Nothing to read yet',
  notReadYet: 'the newest ink is not read yet',
  was: (digit: number, ago: string) => `was a ${digit} ${ago} ago`,
  runnersUp: (digits: readonly number[]) => digits.map((digit) => `then ${digit}`).join(', '),
  moment: 'a moment',
  halfSecond: 'half a second',
  second: 'a second',
  twoSeconds: 'two seconds',
  fewSeconds: 'a few seconds',
  percent: (n: number) => `${n} %`,
  bar: (digit: number, percent: number) => `${digit}: ${percent} percent`,
  ribbon: 'How it changed its mind',
  penDown: 'pen down',
  time: (seconds: string) => `${seconds} s`,
  rewind: 'Rewind the drawing',
  rewoundTo: (seconds: string, digit: number, percent: number) =>
    `${seconds} seconds: ${digit}, ${percent} percent`,
  backToNow: 'back to now',
  seen: ['What the network sees:', '28 × 28 pixels, centred', 'by weight, and the pen’s path.'],
  seenPicture: 'The drawing as 28 × 28 pixels',
  lookInside: 'Look inside',
  spokenSure: (digit: string, percent: number) => `${digit}, ${percent} percent`,
  spokenUnsure: (a: number, b: number) => `Not sure: ${a} or ${b}`,
  spokenNot: 'Not a digit',
  reading: 'Reading:',
  people: 'People',
  peopleHere: (n: number) => (n === 1 ? '1 person here' : `${n} people here`),
  you: 'you',
  host: 'host',
  watching: 'watching',
  yourName: 'Your name',
  rename: 'Rename',
  invite: 'Invite',
  inviteTitle: 'Anyone with this link can draw here',
  link: 'Link',
  copy: 'Copy link',
  copied: 'Copied',
  qr: (code: string) => `QR code that opens room ${code}`,
  openStage: 'Open the stage',
  newClass: 'Start a new class',
  staysAt: (address: string) => `A new one leaves this room as it is, at ${address}.`,
  take: 'Take it with you',
  download: (kind: string) => `Download the drawing as ${kind}`,
  takeNote: 'The drawing as you see it. JSON keeps the ink with its times.',
  bringIn: 'Bring ink in',
  bringNote: 'A JSON file of ink can also be dropped on the page.',
  broughtIn: (strokes: number) =>
    strokes === 1 ? '1 stroke came in' : `${strokes} strokes came in`,
  noInkInFile: 'That file holds no ink that can be read. Nothing was changed.',
  replay: 'Replay',
  replayMoment: 'Moment of the replay',
  replayAt: (at: string, of: string) => `${at} of ${of} seconds`,
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  notKept: 'no reading was kept of this',
  closeReplay: 'Close the replay',
  close: 'Close',
  codeField: 'The room’s code',
  codeRule: 'Six letters, without I, L and O',
  notACode: 'That is no code yet: it has six letters, and no I, L or O.',
  comeIn: 'Come in',
  newRoom: 'Start a new room',
  tryAgain: 'Try again',
  frozen: 'The host has frozen the pens.',
  aNumber: (number: string) =>
    NUMBERS[Number(number)] && number.length === 1
      ? `a ${NUMBERS[Number(number)]}`.replace('a eight', 'an eight')
      : number,
  taskTitle: (kind: string, target: string) => {
    const what = target.length === 1 ? (NUMBERS[Number(target)] ?? target) : target;
    const article = what === 'eight' ? 'an' : 'a';
    if (kind === 'fool') return `Fool the network with ${article} ${what}`;
    if (kind === 'fifty') return 'Fifty-fifty: leave it undecided';
    if (kind === 'fastest') {
      if (target === '') return 'As sure as can be with the least ink';
      return `A${article.slice(1)} ${what}, as sure as can be with the least ink`;
    }
    return target.length > 1 ? `Draw ${target}` : `Draw ${article} ${what}`;
  },
  voteOpen: 'Vote',
  onStage: 'Your drawing is on the stage.',
  atBoard: 'Everybody is at the shared board now; your own drawing is kept.',
  curtained: 'The curtain is down: only you see your drawing.',
  reasons: { ...REASONS, [UNASKED.reason]: UNASKED.message },
};
