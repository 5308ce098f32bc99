import type { JSX } from 'solid-js';
import type { RoomLink } from '../link/link.ts';

/** The projector page. */
export function StagePage(props: { readonly link: RoomLink }): JSX.Element {
  return <main class="stage">{props.link.room()?.code}</main>;
}
