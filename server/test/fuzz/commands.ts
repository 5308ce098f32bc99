import { strokeKey } from '@inkling/shared/reading';
import type { Random } from './random.ts';
import type { Own, SimClient } from './sim-client.ts';

/** Where commands happen: a world that is simulated, or one of real processes and sockets. */
export interface Scene {
  readonly random: Random;
  readonly plan: { readonly storeFaults?: boolean };
  readonly clients: readonly SimClient[];
  /** Every point that each person ever drew, by stroke, as they drew it. */
  readonly truth: Map<string, number[]>;
  readonly store: { failing: boolean };
  own(client: SimClient): void;
  turn(ms: number): Promise<void>;
  crash(): void | Promise<void>;
  restart(): Promise<void>;
}

/** Something that can happen, and how often it does. */
export interface Command {
  readonly name: string;
  readonly weight: number;
  /** It takes all ink of somebody, or of everybody. */
  readonly sweeps?: true;
  act(world: Scene, client: SimClient): void | Promise<void>;
}

/** Adds points to a stroke, and notes them as the truth under the number of its author. */
function extend(world: Scene, client: SimClient, own: Own): void {
  const { random } = world;
  const [lastX = 300, lastY = 300, lastT = 0] = own.points.slice(-4);
  let [x, y, t] = [lastX, lastY, lastT];
  for (let n = 1 + random.below(6); n > 0; n--) {
    x = Math.max(0, Math.min(2048, x + random.below(41) - 20));
    y = Math.max(0, Math.min(2048, y + random.below(41) - 20));
    t += random.below(20);
    own.points.push(x, y, t, 128);
  }
  note(world, client);
}

/** The ink of a person, under every number that they ever had. */
function note(world: Scene, client: SimClient): void {
  if (client.author === 0) return;
  world.own(client);
  for (const own of client.outbox.values()) {
    world.truth.set(strokeKey(client.author, own.stroke), own.points);
  }
}

const open = (client: SimClient) => [...client.outbox.values()].filter((own) => !own.done);
const board = (world: Scene, client: SimClient) => (world.random.chance(0.8) ? 0 : client.author);
const host = (world: Scene) => world.clients[0] as SimClient;

export const COMMANDS: readonly Command[] = [
  {
    name: 'pen down',
    weight: 18,
    act(world, client) {
      if (client.author === 0) return;
      extend(world, client, client.begin(board(world, client)));
      client.flush();
    },
  },
  {
    name: 'pen moves',
    weight: 30,
    act(world, client) {
      const own = open(client)[0];
      if (own) extend(world, client, own);
      note(world, client);
      client.flush();
    },
  },
  {
    name: 'pen up',
    weight: 16,
    act(world, client) {
      const own = world.random.pick(open(client));
      if (own) own.done = true;
      note(world, client);
      client.flush();
    },
  },
  {
    name: 'erases own ink',
    weight: 7,
    act(world, client) {
      const stroke = world.random.pick(client.mine);
      if (stroke !== undefined && client.author > 0) client.erase([client.author, stroke]);
    },
  },
  {
    name: 'asks to erase somebody else’s ink',
    weight: 2,
    act(world, client) {
      const other = world.random.pick([...client.strokes.strokes()]);
      if (other) client.wish('erase', { strokes: [[other.author, other.stroke]] });
    },
  },
  {
    name: 'clears',
    weight: 1,
    sweeps: true,
    act(_world, client) {
      if (client.index > 0) client.clear();
    },
  },
  { name: 'the host clears', weight: 0.5, sweeps: true, act: (world) => host(world).clear() },
  {
    name: 'restores',
    weight: 2,
    act(world, client) {
      const undo = world.random.pick(client.undos);
      if (undo !== undefined) client.wish('restore', { undo });
    },
  },
  {
    name: 'the host removes',
    weight: 0.6,
    sweeps: true,
    act(world, client) {
      const author = client.index === 0 ? 99 : client.author;
      host(world).wish('host', { do: 'remove', author });
    },
  },
  {
    name: 'the host readmits',
    weight: 2,
    act(world, client) {
      host(world).wish('host', { do: 'readmit', author: client.author });
      client.removed = false;
      if (!client.socket) client.connect();
    },
  },
  {
    name: 'freeze',
    weight: 0.5,
    act: (world) => host(world).wish('host', { do: 'freeze', on: true }),
  },
  {
    name: 'thaw',
    weight: 2,
    act: (world) => host(world).wish('host', { do: 'freeze', on: false }),
  },
  {
    name: 'asks for what a host may',
    weight: 1,
    act(_world, client) {
      if (client.index > 0) client.wish('host', { do: 'freeze', on: true });
    },
  },
  { name: 'line cut', weight: 3, act: (_world, client) => client.drop(0) },
  {
    name: 'line cut, noticed late',
    weight: 3,
    act: (world, client) => client.drop(world.random.below(3000)),
  },
  { name: 'stops reading', weight: 1, act: (_world, client) => client.socket?.stall() },
  { name: 'reads again', weight: 3, act: (_world, client) => client.socket?.unstall() },
  { name: 'says it again', weight: 4, act: (_world, client) => client.repeat() },
  { name: 'another name', weight: 1, act: (world, client) => rename(world, client) },
  { name: 'time passes', weight: 1, act: (world) => world.turn(world.random.below(1000)) },
  { name: 'much time passes', weight: 0.15, act: (world) => world.turn(40_000) },
  {
    name: 'kill -9',
    weight: 0.4,
    async act(world) {
      await world.crash();
      await world.turn(world.random.below(1500));
      await world.restart();
    },
  },
  { name: 'restart', weight: 0.3, act: (world) => world.restart() },
  {
    name: 'the store fails',
    weight: 0.5,
    act(world) {
      world.store.failing = world.plan.storeFaults ?? false;
    },
  },
  {
    name: 'the store is well',
    weight: 1.5,
    act(world) {
      world.store.failing = false;
    },
  },
];

/** The commands after which all other ink is still there. */
export const SPARING = COMMANDS.filter(({ sweeps }) => !sweeps);

/** One of some commands, each as often as its weight says. */
export function chooseCommand(random: Random, commands = COMMANDS): Command {
  let at = random.next() * commands.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = commands.find(({ weight }) => {
    at -= weight;
    return at < 0;
  });
  return chosen as Command;
}

/** The command of that name. */
export function commandNamed(name: string): Command {
  return COMMANDS.find((command) => command.name === name) as Command;
}

function rename(world: Scene, client: SimClient): void {
  if (client.live) client.join(`Name ${world.random.below(100)}`);
}
