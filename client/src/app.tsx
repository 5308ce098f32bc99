import { REASONS } from '@inkling/shared/protocol';
import { createEffect, createMemo, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { createRoom } from './link/create-room.ts';
import type { RoomLink } from './link/link.ts';
import { Ending } from './room/ending.tsx';
import { keyOf, type Place, placeOf } from './room/places.ts';
import { RoomPage } from './room/room.tsx';
import { settingsOf } from './room/settings.ts';

const KeptReport = lazy(async () => ({
  default: (await import('./lesson/downloads.tsx')).KeptReport,
}));
const StagePage = lazy(async () => ({ default: (await import('./stage/stage.tsx')).StagePage }));
const RemotePage = lazy(async () => ({
  default: (await import('./remote/remote.tsx')).RemotePage,
}));

/** The whole page: what the address leads to. */
export function App(): JSX.Element {
  const place = placeOf(location.pathname, location.search);
  return (
    <Show
      when={place.at !== 'nowhere' && place}
      fallback={
        <Ending
          reason="no-such-room"
          message={REASONS['no-such-room']}
          far={place.at === 'nowhere' && place.far}
        />
      }
    >
      {(to) => <InRoom place={to()} />}
    </Show>
  );
}

function InRoom(props: { readonly place: Exclude<Place, { at: 'nowhere' }> }): JSX.Element {
  const { place } = props;
  const key = keyOf(location.hash);
  const link: RoomLink = createRoom({
    code: place.code,
    ...(key && { key }),
    ...('kind' in place && place.code === null && { kind: place.kind }),
    as: place.at === 'room' ? 'draw' : 'watch',
  });
  const over = createMemo(() => {
    const now = link.link();
    return now.at === 'over' ? now : null;
  });
  createEffect(() => {
    const code = link.room()?.code;
    // The code may be new, or have been typed with a space in it.
    if (!code || location.pathname.split('/')[1] === code) return;
    const page = place.at === 'room' ? '' : `/${place.at}`;
    history.replaceState(null, '', `/${code}${page}${keptSearch()}${location.hash}`);
  });
  let set = place.code !== null;
  createEffect(() => {
    if (set || !link.you()?.host) return;
    set = true;
    for (const request of settingsOf(location.search)) void link.host(request);
  });
  return (
    <Show when={over()} fallback={<Page place={place} link={link} />}>
      {(why) => (
        <Ending message={why().message} reason={why().reason} far={place.at === 'stage'}>
          <Show when={place.at === 'remote' && place.code}>
            {(code) => (
              <Suspense>
                <KeptReport code={code()} />
              </Suspense>
            )}
          </Show>
        </Ending>
      )}
    </Show>
  );
}

/** Settings stay in the address; how the room was made does not. */
function keptSearch(): string {
  const search = new URLSearchParams(location.search);
  search.delete('kind');
  search.delete('show');
  const kept = search.toString();
  return kept ? `?${kept}` : '';
}

function Page(props: { readonly place: Place; readonly link: RoomLink }): JSX.Element {
  return (
    <Suspense>
      <Switch>
        <Match when={props.place.at === 'room'}>
          <RoomPage link={props.link} />
        </Match>
        <Match when={props.place.at === 'stage'}>
          <StagePage link={props.link} />
        </Match>
        <Match when={props.place.at === 'remote'}>
          <RemotePage link={props.link} />
        </Match>
      </Switch>
    </Suspense>
  );
}
