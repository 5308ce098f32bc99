const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** What the page says, in English: the dictionary that every other language must match, string for string. */
export const en = {
  /** How this language is called by those who speak it. */
  language: 'English',
  dir: 'ltr',

  tagline: 'Draw a digit. The network reads along.',
  canvas: 'Canvas: draw a digit here',

  tools: 'Tools',
  pen: 'Pen',
  eraser: 'Eraser',
  undo: 'Undo',
  redo: 'Redo',

  saved: 'everything saved',
  sending: 'sending',
  offline: (waiting: number) =>
    waiting === 1 ? 'offline (1 stroke waiting)' : `offline (${waiting} strokes waiting)`,
  offlineIdle: 'offline',
  catchingUp: 'catching up',
  notSaved: 'not saved',
  joining: 'opening the room',

  network: 'What the network thinks',
  not: 'not a digit',
  notSure: 'not sure',
  or: 'or',
  nothingYet: 'Nothing to read yet',
  was: (digit: number, ago: string) => `was a ${digit} ${ago} ago`,
  runnersUp: (digits: readonly number[]) => digits.map((digit) => `then ${digit}`).join(', '),
  orA: (digit: number) => `or a ${digit}`,
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

  seen: ['What the network sees:', '28 × 28 pixels, centred', 'by weight, nothing else.'],
  seenPicture: 'The drawing as 28 × 28 pixels',
  lookInside: 'Look inside',

  insideTitle: 'Inside the network',
  whereItLooks: 'Where it looks',
  whichStroke: 'Which stroke changed its mind',
  insideDigit: 'Look for the digit',
  insideNote: (digit: string) =>
    `In colour: what speaks for ${digit}. Dotted: ink that spoke against it.`,
  strokeGain: (stroke: number, points: string) => `stroke ${stroke}: ${points} points`,
  layer: (n: number, maps: number) => `Layer ${n}: ${maps} maps of the ink`,

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
  code: 'Code',
  copy: 'Copy link',
  copied: 'Copied',
  qr: (code: string) => `QR code that opens room ${code}`,
  openStage: 'Open the stage',
  makeClass: 'Make it a class',
  close: 'Close',

  noRoom: 'There is no room with that code.',
  newRoom: 'Start a new room',
  tryAgain: 'Try again',

  frozen: 'The host has frozen the pens.',

  stage: 'Stage',
  stageWaiting: 'Waiting for the first stroke',
  stageKeys: 'Keys',
  keyFullscreen: 'full screen',
  keyTheme: 'light, dark, high contrast',
  keyCode: 'how to come in',
  keyBoard: 'the shared board',
  keyGrid: 'everybody’s tiles',
  keyTiles: 'one tile after the other',
  keyRemote: 'the remote’s own code',
  keyHelp: 'these keys',
  keyEscape: 'close',
  lobby: (n: number) => (n === 0 ? 'Nobody here yet' : n === 1 ? '1 is here' : `${n} are here`),

  networkReads: 'The network reads',
  readSoFar: 'The network has read',
  drawings: (n: number) => (n === 1 ? 'drawing.' : 'drawings.'),
  ofDrawings: (n: number, asWhat: string) =>
    n === 1 ? `of 1 drawing as ${asWhat}.` : `of ${n} drawings as ${asWhat}.`,
  itsMistakes: 'Its mistakes',
  itReads: 'As',
  aNumber: (number: string) =>
    NUMBERS[Number(number)] && number.length === 1
      ? `a ${NUMBERS[Number(number)]}`.replace('a eight', 'an eight')
      : number,
  drawAnything: 'Draw a digit',
  taskTitle: (kind: string, target: string) => {
    const what = target.length === 1 ? (NUMBERS[Number(target)] ?? target) : target;
    const article = what === 'eight' ? 'an' : 'a';
    if (kind === 'fool') return `Fool the network with ${article} ${what}`;
    if (kind === 'fifty') return 'Fifty-fifty: leave it undecided';
    if (kind === 'fastest') return 'As sure as can be with the least ink';
    return target.length > 1 ? `Draw ${target}` : `Draw ${article} ${what}`;
  },

  remote: 'Remote',
  remoteWarning: 'Whoever opens this is the host. Keep it off the projector.',
  notHost: 'This page needs the host’s own link. Scan the remote’s code from the stage (key R).',
  room: 'Room',
  board: 'Board',
  grid: 'All tiles',
  spotlight: 'Show',
  spotlightName: (name: string) => `Show ${name} on the stage`,
  remove: 'Remove',
  removeName: (name: string) => `Remove ${name}`,
  removedName: (name: string) => `${name} was removed`,
  clearAll: 'Clear everything',
  undoClear: 'Undo the clearing',
  endRoom: 'End the room',
  endSure: 'The room and all its ink will be gone for everybody.',
  keepRoom: 'Keep it',
  switches: {
    freeze: 'Freeze all pens',
    close: 'Close the door',
    names: 'Hide names',
    pointers: 'Hide pointers',
    curtain: 'Curtain',
  },
  switchNotes: {
    freeze: 'nobody can draw',
    close: 'nobody new comes in',
    names: 'on the stage and on every screen',
    pointers: 'nobody sees where others point',
    curtain: 'everybody sees only their own drawing',
  },

  task: 'Task',
  taskKinds: {
    draw: 'Draw a …',
    fool: 'Fool the network',
    fifty: 'Fifty-fifty',
    fastest: 'Fastest certainty',
  },
  taskStart: 'Start',
  taskStop: 'Stop',
  whichDigit: 'Which digit',
  orNumber: 'or a number',
  vote: 'What do you see?',
  voteNone: 'none',
  voteOpen: 'Vote',
  voteDone: 'You have seen them all. More come as others draw.',
  inTheLead: 'In the lead',
  noneYet: 'Nobody yet',
  curtainDown: 'The curtain is down.',

  matrix: 'What it took them for',
  matrixAsked: 'asked',
  matrixRead: 'read as',
  matrixElse: 'else',
  matrixHardest: (digit: number, right: number, of: number) =>
    `Hardest: ${digit}, read right ${right} of ${of} times`,
  matrixCell: (asked: string, read: string, n: number) => `${asked} read as ${read}: ${n}`,
  keyMatrix: 'what was taken for what',

  report: 'Report',
  reportEmpty: 'Start a task; what the class draws for it can be kept from here.',
  reportHas: (n: number) => (n === 1 ? '1 drawing to keep' : `${n} drawings to keep`),
  studentsTold: 'The students know that their drawings may be used, without names',
  dataSet: 'Nameless data set',
} as const;
