import { TILE } from '@inkling/shared/limits';
import type { JSX } from 'solid-js';
import type { SurfaceView } from '../ink/view.ts';

/** A hairline around a tile: where one's own paper ends. */
export function TileEdge(props: { readonly view: SurfaceView }): JSX.Element {
  const corner = () => props.view.toScreen(0, 0);
  const { w, h } = TILE;
  return (
    <div
      class="tile-edge"
      style={{
        transform: `translate(${corner().x}px, ${corner().y}px)`,
        width: `${w * props.view.at().scale}px`,
        height: `${h * props.view.at().scale}px`,
      }}
    />
  );
}
