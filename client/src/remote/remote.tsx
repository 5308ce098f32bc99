import type { JSX } from 'solid-js';
import type { RoomLink } from '../link/link.ts';

/** The host's remote. */
export function RemotePage(props: { readonly link: RoomLink }): JSX.Element {
  return <main class="remote">{props.link.room()?.code}</main>;
}
