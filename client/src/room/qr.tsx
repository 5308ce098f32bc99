import type { JSX } from 'solid-js';
import { encode } from 'uqr';
import { words } from '../words/words.ts';

/** The dark modules of a QR code as one SVG path of unit squares. */
export function qrPath(text: string): { readonly size: number; readonly d: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 2 });
  let d = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      let end = x;
      while (end < size && row[end]) end++;
      d += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  });
  return { size, d };
}

/** A QR code: always dark on light, because many phones cannot read the reverse. */
export function Qr(props: { readonly text: string; readonly code: string }): JSX.Element {
  const path = () => qrPath(props.text);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${path().size} ${path().size}`}
      role="img"
      aria-label={words().qr(props.code)}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={path().d} fill="#000000" />
    </svg>
  );
}
