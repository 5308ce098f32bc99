import { CODE_LENGTH, MESSAGE_BYTES, NAME_LENGTH } from '@inkling/shared/limits';
import * as v from 'valibot';

/** What clients may say, parsed at the door: everything deeper trusts it. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff));
const bytes = v.pipe(v.instance(Uint8Array), v.maxLength(MESSAGE_BYTES));
const strokeId = v.pipe(v.tuple([count, count]), v.readonly());
const kind = v.picklist(['board', 'class']);

export const haveSchema = v.object({ epoch: count, vector: bytes });

/** One to four digits to draw, as a string or as the number that they are. */
const digits = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  v.regex(/^\d{1,4}$/),
);

/** Something that may be left out, or be null, as what a browser has not kept is. */
const optional = <S extends v.GenericSchema>(shape: S) => v.exactOptional(v.nullable(shape));

/** What is null was not given. */
function withoutNulls<T extends object>(said: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as {
    [K in keyof T]: Exclude<T[K], null>;
  };
}

export const joinSchema = v.pipe(
  v.object({
    v: v.number(),
    room: optional(v.pipe(v.string(), v.maxLength(CODE_LENGTH * 4), v.trim(), v.toUpperCase())),
    kind: optional(kind),
    token: optional(v.pipe(v.string(), v.maxLength(100))),
    key: optional(v.pipe(v.string(), v.maxLength(100))),
    name: optional(v.pipe(v.string(), v.maxLength(NAME_LENGTH * 10))),
    as: optional(v.picklist(['draw', 'watch'])),
    have: optional(haveSchema),
    bare: optional(v.literal(true)),
    packed: optional(v.literal(true)),
  }),
  v.transform(withoutNulls),
);

export const inkSchema = bytes;

export const eraseSchema = v.object({ strokes: v.pipe(v.array(strokeId), v.maxLength(5000)) });

/** Strict: a slip in the name of the surface must not clear all of them. */
export const clearSchema = v.pipe(
  v.custom<object>((said) => !Array.isArray(said) && !ArrayBuffer.isView(said)),
  v.strictObject({ surface: optional(count) }),
  v.transform(withoutNulls),
);

export const restoreSchema = v.object({ undo: v.pipe(v.string(), v.maxLength(100)) });

export const hostSchema = v.variant('do', [
  v.object({
    do: v.picklist(['freeze', 'close', 'names', 'pointers', 'curtain']),
    on: v.boolean(),
  }),
  v.object({ do: v.picklist(['remove', 'readmit']), author: count }),
  v.object({ do: v.literal('spotlight'), surface: v.nullable(count) }),
  v.object({
    do: v.literal('task'),
    task: v.nullable(
      v.object({
        kind: v.picklist(['draw', 'fool', 'fifty', 'fastest']),
        target: v.nullish(digits, null),
      }),
    ),
  }),
  v.object({ do: v.literal('end') }),
]);

export const voteSchema = v.object({ surface: count, says: v.pipe(count, v.maxValue(10)) });

export const pointSchema = v.tuple([count, count, count]);
