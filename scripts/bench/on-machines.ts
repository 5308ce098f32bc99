import { short, spreadInWords } from './figures.ts';
import { Machines } from './machines.ts';
import { type LoadResult, runLoad, runOnMachines } from './run-load.ts';
import type { Row } from './table.ts';
import type { Places } from './workload.ts';

/** How rooms fare on several machines: what `bench:load -- --machines N` measures, each against one machine in the same run. */
export interface Plan {
  readonly machines: number;
  /** Rooms for each machine. */
  readonly rooms: number;
  readonly people: number;
  readonly drawing: number;
  readonly seconds: number;
}

/** The one room whose people are on several machines: so many draw, so many only look. */
const ROOM = { rooms: 1, people: 12, drawing: 6 };

interface Measured {
  readonly rows: readonly Row[];
  readonly results: readonly LoadResult[];
}

type Load = Parameters<typeof runOnMachines>[0];

async function onMachines(count: number, load: Load, spread: Places['spread']) {
  const machines = await Machines.start(count);
  try {
    return await runOnMachines(load, machines, spread);
  } finally {
    await machines.dispose();
  }
}

/** One room, its people on one machine and then over all: what comes from another machine is timed. */
async function oneRoom({ machines, seconds }: Plan): Promise<Measured> {
  const load = { ...ROOM, seconds, probes: machines, against: 'inkling' } as const;
  const one = await runLoad(load);
  const spread = await onMachines(machines, load, 'people');
  const row = (where: string, result: LoadResult): Row => ({
    what: `one room, ${where}: pen → other screen p95`,
    unit: 'ms',
    measured: result.screen?.p95 ?? null,
    note: `${spreadInWords(result.screen)}; load timers late by p99 ${short(result.lateMs)} ms`,
  });
  const rows: Row[] = [
    row('one machine, no Redis', one),
    row(`people on ${machines} machines`, spread),
    {
      what: 'the same, against one machine',
      unit: '×',
      measured: (spread.screen?.p95 ?? Number.NaN) / (one.screen?.p95 ?? Number.NaN),
      budget: { must: 2, aim: 1.5 },
    },
    {
      what: `the same: pen → reading p95`,
      unit: 'ms',
      measured: spread.reading?.p95 ?? null,
      note: `one machine ${short(one.reading?.p95 ?? Number.NaN)} ms`,
    },
    {
      what: 'rooms whose screens all show the same readings at the end',
      unit: 'of 1',
      measured: spread.alike,
      budget: { must: 1, aim: 1, more: true },
      note: `${machines} screens, each on another machine; one machine: ${one.alike} of 1`,
    },
  ];
  return { rows, results: [one, spread] };
}

/** CPU for a delivered point, of all machines together. */
function dearer(result: LoadResult, one: LoadResult): number {
  return (result.cpuPer100k / one.cpuPer100k - 1) * 100;
}

function costRows(where: string, plan: Plan, result: LoadResult, one?: LoadResult): Row[] {
  const { server, redis } = result;
  const busy = redis ? `; Redis ${short(redis.cpuShare * 100)} %` : '';
  const cost: Row = {
    what: `${where}: CPU for 100,000 delivered points`,
    unit: 's',
    measured: result.cpuPer100k,
    note: `machines ${short(server.cpuShare * 100)} % of a core${busy}; pen → screen p95 ${short(result.screen?.p95 ?? Number.NaN)} ms; same readings in ${result.alike} of ${result.workload.rooms} rooms; load timers late by p99 ${short(result.lateMs)} ms`,
  };
  if (!one) return [cost];
  const more = dearer(result, one);
  const withRedis =
    ((server.cpuSeconds + (redis?.cpuSeconds ?? 0)) / server.cpuSeconds) * (1 + more / 100) - 1;
  return [
    cost,
    {
      what: `${where}: more than one machine`,
      unit: '%',
      measured: more,
      budget: { must: 20, aim: 0 },
      note: `${short(withRedis * 100)} % with what Redis itself used`,
    },
    {
      what: `${where}: rooms of one machine that ${plan.machines} carry, by CPU`,
      unit: '×',
      measured: plan.machines / (1 + more / 100),
      budget: { must: 2.5, aim: plan.machines, more: true },
    },
  ];
}

/** As many rooms for each machine as one has alone: each room on one machine, and then every room over all. */
async function manyRooms(plan: Plan): Promise<Measured> {
  const { machines, rooms, people, drawing, seconds } = plan;
  const load = { people, drawing, seconds, against: 'inkling' } as const;
  const one = await runLoad({ ...load, rooms });
  const all = { ...load, rooms: rooms * machines };
  const byRoom = await onMachines(machines, all, 'rooms');
  const spread = await onMachines(machines, { ...all, probes: machines }, 'people');
  const size = `${people} people, ${drawing} drawing`;
  return {
    rows: [
      ...costRows(`${rooms} rooms (${size}), one machine, no Redis`, plan, one),
      ...costRows(`${all.rooms} rooms, each on one of ${machines} machines`, plan, byRoom, one),
      ...costRows(`${all.rooms} rooms, each over ${machines} machines`, plan, spread),
      {
        what: 'the same: more than one machine',
        unit: '%',
        measured: dearer(spread, one),
        note: 'each machine holds and reads each room: the worst case, when nothing keeps a room’s people together',
      },
    ],
    results: [one, byRoom, spread],
  };
}

/** What can be asked of several machines. */
export const PARTS = { room: oneRoom, rooms: manyRooms } as const;

/** Measures one part, or all. */
export async function measureMachines(plan: Plan, only?: keyof typeof PARTS): Promise<Measured> {
  const rows: Row[] = [];
  const results: LoadResult[] = [];
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue;
    console.error(`… ${name}: on one machine, then on ${plan.machines}`);
    const measured = await measure(plan);
    rows.push(...measured.rows);
    results.push(...measured.results);
  }
  return { rows, results };
}
