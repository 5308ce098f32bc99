/** Ink that must be seen on dark paper is at least this light (OKLab), and on light paper at most that. */
const LIGHT_ENOUGH = 0.77;
const DARK_ENOUGH = 0.62;
/** Greys this far down are "ink", which turns into paper's colour on dark paper. */
const INK_DARK = 0.35;

const known = new Map<string, string>();

const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (c: number) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);

/** OKLab of sRGB (Björn Ottosson, 2020). */
function toOklab(hex: string): [number, number, number] {
  const n = Number.parseInt(hex.slice(1), 16);
  const r = toLinear(((n >> 16) & 255) / 255);
  const g = toLinear(((n >> 8) & 255) / 255);
  const b = toLinear((n & 255) / 255);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: readonly [number, number, number]): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const hex = channels.map((c) => {
    const byte = Math.round(Math.min(Math.max(toGamma(Math.max(c, 0)), 0), 1) * 255);
    return byte.toString(16).padStart(2, '0');
  });
  return `#${hex.join('')}`;
}

/** A person's colour (#rrggbb) as ink of that colour looks on light or on dark paper: the same hue, seen equally well. */
export function inkColor(color: string, dark: boolean): string {
  const key = `${dark ? 'd' : 'l'}${color}`;
  const before = known.get(key);
  if (before) return before;
  if (!/^#[\da-f]{6}$/i.test(color)) return dark ? '#f1eee6' : '#1b1a17';
  const [lightness, a, b] = toOklab(color);
  let fit = color;
  if (dark && lightness < INK_DARK && Math.hypot(a, b) < 0.03) fit = '#f1eee6';
  else if (dark && lightness < LIGHT_ENOUGH) fit = fromOklab([LIGHT_ENOUGH, a, b]);
  else if (!dark && lightness > DARK_ENOUGH) fit = fromOklab([DARK_ENOUGH, a, b]);
  known.set(key, fit);
  return fit;
}
