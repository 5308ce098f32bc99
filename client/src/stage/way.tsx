import type { JSX } from 'solid-js';
import { roomUrl } from '../room/places.ts';
import { Qr } from '../room/qr.tsx';

/** How to come in, small, beside what the stage shows. */
export function Way(props: { readonly code: string }): JSX.Element {
  return (
    <div class="stage-way">
      <Qr text={roomUrl(props.code)} code={props.code} />
      <div>
        <p class="stage-address" dir="ltr">
          {location.host}/
        </p>
        <p class="stage-way-code">{props.code}</p>
      </div>
    </div>
  );
}
