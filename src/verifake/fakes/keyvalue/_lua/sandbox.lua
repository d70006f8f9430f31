-- What a script of the engine can see, and what it cannot do.
-- https://redis.io/docs/latest/develop/programmability/lua-api/
local host = ...

local function words_of(...)
  local words = {}
  local count = select("#", ...)
  if count == 0 then
    return nil, "ERR Please specify at least one argument for this call"
  end
  for place = 1, count do
    local word = select(place, ...)
    if type(word) == "number" then
      words[place] = host.number_text(word)
    elseif type(word) == "string" then
      words[place] = word
    else
      return nil, "ERR Command arguments must be strings or integers"
    end
  end
  return words
end

local function invoke(...)
  local words, refusal = words_of(...)
  if not words then
    return { err = refusal }
  end
  return host.invoke(words)
end

local function call(...)
  local reply = invoke(...)
  if type(reply) == "table" and reply.err then
    error(reply, 0)
  end
  return reply
end

local function frozen(values)
  return setmetatable({}, {
    __index = values,
    __newindex = function() error("Attempt to modify a readonly table", 2) end,
    __metatable = false,
  })
end

-- To a script that catches it, the error of a command is its text.
local function caught(ok, ...)
  local reason = ...
  if not ok and type(reason) == "table" and reason.err then
    return false, reason.err
  end
  return ok, ...
end

local redis = frozen({
  call = call,
  pcall = invoke,
  sha1hex = host.sha1hex,
  status_reply = function(text) return { ok = text } end,
  error_reply = function(text)
    if string.find(text, "^%-") then text = string.sub(text, 2) end
    if not string.find(text, " ") then text = "ERR " .. text end
    return { err = text }
  end,
  log = function() end,
  setresp = host.setresp,
  acl_check_cmd = function() return true end,
  replicate_commands = function() return true end,
  set_repl = function() end,
  breakpoint = function() return false end,
  debug = function() end,
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
  REPL_NONE = 0, REPL_AOF = 1, REPL_SLAVE = 2, REPL_REPLICA = 2, REPL_ALL = 3,
  REDIS_VERSION = host.version, REDIS_VERSION_NUM = host.version_number,
})

-- What the other side cannot do is an error of the script, where it stands.
local function lifted(act)
  return function(value)
    local found, refusal = act(value)
    if refusal then error(refusal, 2) end
    return found
  end
end

local cjson = { encode = lifted(host.cjson.encode), decode = lifted(host.cjson.decode), null = host.cjson.null }

local numbers = {}
for name, value in pairs(math) do numbers[name] = value end
numbers.random, numbers.randomseed = host.random, host.randomseed

local visible = {
  redis = redis, cjson = frozen(cjson), bit = frozen(host.bit),
  cmsgpack = frozen(host.cmsgpack), struct = frozen(host.struct),
  string = frozen(string), table = frozen(table), math = frozen(numbers), coroutine = frozen(coroutine),
  assert = assert, collectgarbage = collectgarbage, error = error, gcinfo = gcinfo, getmetatable = getmetatable,
  ipairs = ipairs, next = next, pairs = pairs, rawequal = rawequal, rawget = rawget, rawset = rawset, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring, type = type, unpack = unpack,
  _VERSION = _VERSION,
  pcall = function(...) return caught(pcall(...)) end,
  xpcall = function(...) return caught(xpcall(...)) end,
}

if host.sees_more then
  visible.server, visible.os = redis, frozen({ clock = os.clock })
end

local environment = setmetatable({}, {
  __index = function(_, name)
    local value = visible[name]
    if value == nil then
      error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
    end
    return value
  end,
  __newindex = function() error("Attempt to modify a readonly table", 2) end,
  __metatable = false,
})
visible._G = environment
visible.loadstring = function(source, name)
  local chunk, refusal = loadstring(source, name)
  return chunk and setfenv(chunk, environment), refusal
end

local function compile(source)
  local chunk, refusal = loadstring(source, "@user_script")
  return chunk and setfenv(chunk, environment), refusal
end

local function run(chunk, keys, args)
  visible.KEYS, visible.ARGV = keys, args
  local ok, result = pcall(chunk)
  if ok then
    return true, result
  end
  if type(result) == "table" then
    return false, result.err or "ERR unknown error"
  end
  return false, "ERR " .. tostring(result)
end

return compile, run
