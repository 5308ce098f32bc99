/**
 * What is done in Redis in one go. Keys of a room, in this order: meta (a hash: last, snap, ends, author, writer and a
 * mark per machine), snap (a string), log (a stream whose ids are the places, "7-1"), here (a hash: when and what each
 * machine said), lease and ended (strings). They share a hash tag.
 */
export const KEYS = ['meta', 'snap', 'log', 'here', 'lease', 'ended'] as const;

const HEAD = `
local meta, snap, log, here, lease, ended = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local function num(field) return tonumber(redis.call('HGET', meta, field) or 0) end
local function now() local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) end
local function keep(key) redis.call('PEXPIREAT', key, redis.call('HGET', meta, 'ends')) end
`;

export const SCRIPTS = {
  /** snapshot, ends, author, writer → 1 when it was made. */
  create: `${HEAD}
if redis.call('EXISTS', meta) == 1 or redis.call('EXISTS', ended) == 1 then return 0 end
redis.call('HSET', meta, 'last', 0, 'snap', 0, 'ends', ARGV[2], 'author', ARGV[3], 'writer', ARGV[4])
redis.call('SET', snap, ARGV[1])
keep(meta) keep(snap)
return 1`,

  /** machine, mark, event, channel → its place; 0 when a later mark is there, or no room. */
  publish: `${HEAD}
if redis.call('EXISTS', meta) == 0 then return 0 end
local field = 'm:' .. ARGV[1]
if tonumber(ARGV[2]) <= num(field) then return 0 end
redis.call('HSET', meta, field, ARGV[2])
local at = redis.call('HINCRBY', meta, 'last', 1)
redis.call('XADD', log, at .. '-1', 'e', ARGV[3])
if redis.call('TTL', log) == -1 then keep(log) end
redis.call('PUBLISH', ARGV[4], 'e' .. at .. ':' .. ARGV[3])
return at`,

  /** after, how long a machine is believed → last, place of the snapshot, snapshot or '', log, here; 0 no room, 1 ended. */
  read: `${HEAD}
if redis.call('EXISTS', meta) == 0 then return redis.call('EXISTS', ended) end
local after, at, bytes = tonumber(ARGV[1]), num('snap'), ''
if after == 0 or at > after then bytes, after = redis.call('GET', snap), at end
local events = redis.call('XRANGE', log, '(' .. after .. '-1', '+')
local believed, said = {}, redis.call('HGETALL', here)
local since = now() - tonumber(ARGV[2])
for i = 1, #said, 2 do
  local when, words = string.match(said[i + 1], '^(%d+):(.*)$')
  if tonumber(when) >= since then believed[#believed + 1] = words
  else redis.call('HDEL', here, said[i]) end
end
return { num('last'), at, bytes, events, believed }`,

  /** counter, least → the next number; or only raised when least is not empty. */
  allot: `${HEAD}
if redis.call('EXISTS', meta) == 0 then return 0 end
if ARGV[2] == '' then return redis.call('HINCRBY', meta, ARGV[1], 1) end
if num(ARGV[1]) < tonumber(ARGV[2]) then redis.call('HSET', meta, ARGV[1], ARGV[2]) end
return 1`,

  /** machine, what it says or '', channel → last, place of the snapshot; 0 when there is no room. */
  beat: `${HEAD}
if redis.call('EXISTS', meta) == 0 then return 0 end
if ARGV[2] == '' then redis.call('HDEL', here, ARGV[1])
else
  redis.call('HSET', here, ARGV[1], string.format('%.0f', now()) .. ':' .. ARGV[2])
  keep(here)
  redis.call('PUBLISH', ARGV[3], 'w' .. ARGV[2])
end
return { num('last'), num('snap') }`,

  /** machine, ms → 1 when it holds the lease. */
  lease: `${HEAD}
local holder = redis.call('GET', lease)
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', lease, ARGV[1], 'PX', ARGV[2])
return 1`,

  /** machine, place, snapshot → 1 when it took the place of the log up to there. */
  snapshot: `${HEAD}
local at = tonumber(ARGV[2])
if redis.call('GET', lease) ~= ARGV[1] or at < num('snap') or at > num('last') then return 0 end
redis.call('SET', snap, ARGV[3])
keep(snap)
redis.call('HSET', meta, 'snap', ARGV[2])
redis.call('XTRIM', log, 'MINID', (at + 1) .. '-0')
return 1`,

  /** how long it is remembered that the room ended, channel. */
  end: `${HEAD}
redis.call('DEL', meta, snap, log, here, lease)
redis.call('SET', ended, 1, 'PX', ARGV[1])
redis.call('PUBLISH', ARGV[2], 'x')
return 1`,
} as const;

export type ScriptName = keyof typeof SCRIPTS;
