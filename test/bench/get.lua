-- Asks for the paths of a file (first argument), one a line, in turn.
local paths = {}
local turn = 0

function init(args)
    for line in io.lines(args[1]) do
        paths[#paths + 1] = line
    end
    turn = math.random(#paths)
end

function request()
    turn = turn % #paths + 1
    return wrk.format("GET", paths[turn])
end

dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "done.lua")
