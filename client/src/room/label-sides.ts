/** A rectangle in CSS pixels. */
interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What a mark is to say, and the brackets that it is said beside. */
export interface Label {
  readonly frame: Rect;
  /** The size of what is said when it stands beside the brackets, and in one line under them. */
  readonly beside: Pick<Rect, 'w' | 'h'>;
  readonly under: Pick<Rect, 'w' | 'h'>;
}

/** Where a label stands: at which side of its brackets, and how far down from its usual place there. */
export interface Side {
  readonly side: 'right' | 'left' | 'under';
  readonly down: number;
}

const BESIDE = 8;
const UNDER = 4;

function rectAt({ frame, beside, under }: Label, { side, down }: Side): Rect {
  if (side === 'under') {
    const { w, h } = under;
    return { x: frame.x + frame.w - w, y: frame.y + frame.h + UNDER + down, w, h };
  }
  const { w, h } = beside;
  const x = side === 'right' ? frame.x + frame.w + BESIDE : frame.x - BESIDE - w;
  return { x, y: frame.y + down, w, h };
}

const meet = (a: Rect, b: Rect) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Where each label stands: right of its brackets, else left, else under them, and on no other label. */
export function labelSides(labels: readonly Label[], width: number): Side[] {
  const taken: Rect[] = [];
  return labels.map((label) => {
    const inTheWay = (side: Side) => {
      const rect = rectAt(label, side);
      return taken.find((other) => meet(rect, other));
    };
    const fits = (side: Side) => {
      const { x, w } = rectAt(label, side);
      return x > 0 && x + w <= width;
    };
    const beside: Side[] = [
      { side: 'right', down: 0 },
      { side: 'left', down: 0 },
    ];
    let at: Side = beside.find((side) => fits(side) && !inTheWay(side)) ?? {
      side: 'under',
      down: 0,
    };
    // Under the brackets it goes down past whatever stands there.
    for (let other = inTheWay(at); other; other = inTheWay(at)) {
      at = { side: 'under', down: other.y + other.h - label.frame.y - label.frame.h };
    }
    taken.push(rectAt(label, at));
    return at;
  });
}
