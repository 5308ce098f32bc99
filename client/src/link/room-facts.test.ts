import type { Joined, Person } from '@inkling/shared/protocol';
import { createRoot } from 'solid-js';
import { expect, it } from 'vitest';
import { createRoomFacts } from './room-facts.ts';

it('[JOIN4] a page stays what it was told to be when it joined, whatever else its person does', () => {
  createRoot((dispose) => {
    const facts = createRoomFacts(() => undefined);
    const person: Person = {
      author: 4,
      name: 'Amber Koala',
      color: '#b4530a',
      surface: 4,
      as: 'draw',
      here: true,
      host: true,
    };
    const you = { ...person, as: 'watch', surface: 0, host: false, token: 'token-4' } as const;
    facts.joined({ you, people: [person] } as unknown as Joined);
    facts.setPeople([{ ...person, name: 'Anna' }]);
    expect(facts.you()).toEqual({ ...you, name: 'Anna' });
    dispose();
  });
});
