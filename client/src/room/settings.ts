import type { HostRequest, Task } from '@inkling/shared/protocol';

const KINDS: readonly Task['kind'][] = ['draw', 'fool', 'fifty', 'fastest'];

const SWITCHES = {
  names: 'names',
  pointers: 'pointers',
  pens: 'freeze',
  curtain: 'curtain',
} as const;

/**
 * What an address asks of a room that it makes: `?task=draw&digit=7`, `?task=fifty`, `names=off`, `pointers=off`,
 * `pens=off`, `curtain=on`. A lesson is a bookmark. What makes no sense is left out.
 */
export function settingsOf(search: string): HostRequest[] {
  const asked = new URLSearchParams(search);
  const requests: HostRequest[] = [];
  for (const [name, what] of Object.entries(SWITCHES) as [keyof typeof SWITCHES, 'names'][]) {
    const value = asked.get(name);
    if (value !== 'on' && value !== 'off') continue;
    // Pens that are off are frozen pens.
    const on = name === 'pens' ? value === 'off' : value === 'on';
    requests.push({ do: what, on });
  }
  const kind = KINDS.find((one) => one === asked.get('task'));
  const digit = asked.get('digit') ?? '';
  const target = /^\d{1,4}$/.test(digit) ? digit : null;
  if (kind && (target !== null || kind === 'fifty' || kind === 'fastest')) {
    requests.push({ do: 'task', task: { kind, target: kind === 'fifty' ? null : target } });
  }
  return requests;
}
