import { expect, type Page } from '@playwright/test';
import type { RoomPage } from './room-page.ts';

export const PHONE = { touch: true, viewport: { width: 390, height: 844 } };
export const PROJECTOR = { viewport: { width: 1920, height: 1080 } };

/** A class as the server makes it: its code and the key that rules it. */
export async function makeClass(
  url: string,
): Promise<{ readonly code: string; readonly key: string }> {
  const answer = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'class' }),
  });
  return (await answer.json()) as { code: string; key: string };
}

/** The remote on the teacher's phone. */
export class Remote {
  constructor(readonly page: Page) {}

  /** Flips a switch and waits until the room says that it is flipped. */
  async flip(name: RegExp): Promise<void> {
    const flipped = this.page.getByRole('switch', { name });
    const was = await flipped.getAttribute('aria-checked');
    await flipped.click();
    await expect(flipped).toHaveAttribute('aria-checked', was === 'true' ? 'false' : 'true');
  }

  press(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Ends the room: the second tap is meant, and elsewhere on its button than the other half of the first would be. */
  async end(): Promise<void> {
    await this.press('End the room');
    const sure = this.page.getByRole('button', { name: 'End the room', exact: true });
    await sure.click({ position: { x: 6, y: 6 } });
  }

  /** Starts a task: two taps, or one where no digit is asked for. */
  async start(kind: 'draw' | 'fool' | 'fifty' | 'fastest', digit?: number): Promise<void> {
    await this.page.getByTestId(`task-${kind}`).click();
    if (digit !== undefined) await this.page.getByTestId(`digit-${digit}`).click();
  }

  /** The button that does something to the nth student. */
  nth(does: 'Show' | 'Remove', n: number) {
    return this.page.getByRole('button', { name: new RegExp(`^${does} `) }).nth(n);
  }
}

type Arrive = (path?: string, arrival?: object) => Promise<RoomPage>;

interface Coming {
  readonly arrive: Arrive;
  readonly url: string;
}

/** A class with a stage and a remote, each a real page. */
export async function openStage({ arrive, url }: Coming, search = '') {
  const { code, key } = await makeClass(url);
  const stage = await arrive(`/${code}/stage${search}#${key}`, { ...PROJECTOR, at: url });
  const { page } = await arrive(`/${code}/remote${search}#${key}`, { ...PHONE, at: url });
  return { code, key, stage, remote: new Remote(page) };
}

/** The same with three students, real pages as well. */
export async function openClass({ arrive, url }: Coming, search = '') {
  const opened = await openStage({ arrive, url }, search);
  const student = () => arrive(`/${opened.code}${search}`, { ...PHONE, at: url });
  const students = [await student(), await student(), await student()] as const;
  return { ...opened, students };
}
