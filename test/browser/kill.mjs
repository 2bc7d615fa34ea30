// Kills a serving Concord with SIGKILL under a creating load, again and again, and looks for every acknowledged report.
import { strict as assert } from "node:assert";
import { randomBytes, randomUUID } from "node:crypto";
import { run, Server } from "./server.mjs";

const CLIENTS = 16;
/** How long a round creates before the kill, in milliseconds. */
const LOAD_MS = { min: 100, max: 1500 };
/** Rounds on one city: everything in it is looked through after each of them, and what earlier rounds left grows. */
const ROUNDS_ON_A_CITY = 20;

/** A word no other report holds: Latin, so that search takes it whole. */
const mark = () => `mark${randomBytes(8).toString("hex")}`;

function report(word, region) {
  return {
    channel: "window",
    region,
    narrative: `楼上半夜装修，多次沟通没有结果，编号 ${word}。`,
    language: "zh-CN",
    applicant: { name: "林知远", phone: "13900000000" },
    respondents: [{ name: "楼上住户" }],
  };
}

/** Creates until the server dies: what was acknowledged, and what was on its way. */
async function createUntilKilled(server, token, region) {
  const acknowledged = [];
  const unanswered = [];
  const refused = [];
  let killed = false;
  const client = async () => {
    while (!killed) {
      const word = mark();
      const key = randomUUID();
      try {
        const answer = await server.request("POST", "/api/v1/reports", {
          token,
          body: report(word, region),
          headers: { "idempotency-key": key },
        });
        if (answer.status === 201) acknowledged.push({ word, code: answer.json.matter.code });
        else refused.push(`${answer.status} ${answer.text.slice(0, 300)}`);
      } catch {
        unanswered.push({ word, key });
        if (server.process.exitCode !== null || server.process.signalCode !== null) return;
      }
      if (refused.length > 0) return;
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  const wait = LOAD_MS.min + Math.random() * (LOAD_MS.max - LOAD_MS.min);
  await new Promise((resolve) => setTimeout(resolve, wait));
  await server.kill();
  killed = true;
  await Promise.all(clients);
  assert.deepEqual(refused, [], "a well-formed report was refused");
  return { acknowledged, unanswered };
}

async function found(server, token, word) {
  const answer = await server.request("GET", `/api/v1/matters?q=${word}`, { token });
  assert.equal(answer.status, 200, answer.text.slice(0, 300));
  return answer.json.items.map((matter) => matter.code);
}

/** Does this with each, several at a time. */
async function each(list, act) {
  const left = list.values();
  const worker = async () => {
    for (const one of left) await act(one);
  };
  await Promise.all(Array.from({ length: CLIENTS }, worker));
}

async function checkRound(server, token, region, { acknowledged, unanswered }) {
  await each(acknowledged, async ({ word, code }) => {
    const answer = await server.request("GET", `/api/v1/matters/${code}`, { token });
    assert.equal(answer.status, 200, `acknowledged ${code} is gone`);
    assert.deepEqual(await found(server, token, word), [code], `acknowledged ${code} is found by search, once`);
  });
  // A client that heard nothing asks again with the same key: there must be one matter, whether the first try was kept or not.
  for (const { word, key } of unanswered) {
    const answer = await server.request("POST", "/api/v1/reports", {
      token,
      body: report(word, region),
      headers: { "idempotency-key": key },
    });
    assert.ok([200, 201].includes(answer.status), `asked again: ${answer.status} ${answer.text.slice(0, 300)}`);
    assert.deepEqual(await found(server, token, word), [answer.json.matter.code], "asked again with the same key: one matter");
  }
}

/** `rounds` rounds on demo cities of their own; returns `{ rounds, acknowledged, unanswered, recoveryMs }`. */
export async function killRounds(rounds, { matters = 200, progress = () => {} } = {}) {
  const total = { rounds: 0, acknowledged: 0, unanswered: 0, recoveryMs: [] };
  while (total.rounds < rounds) {
    await killRoundsOnACity(Math.min(total.rounds + ROUNDS_ON_A_CITY, rounds), total, { matters, progress });
  }
  assert.ok(total.acknowledged > rounds, "the load created next to nothing: the test proves nothing");
  return total;
}

/** Goes on to the round `last`, counted in `total`. */
async function killRoundsOnACity(last, total, { matters, progress }) {
  let server = await Server.demo({ matters });
  const data = server.data;
  try {
    const { clerk } = await server.accounts();
    for (let round = total.rounds + 1; round <= last; round += 1) {
      const outcome = await createUntilKilled(server, clerk.api_token, clerk.region);
      const verdict = await run("verify", "--data", data);
      assert.equal(verdict.code, 0, `round ${round}: verify complains\n${verdict.output}`);
      server = await Server.start(["serve"], data);
      server.temporary = true;
      await checkRound(server, clerk.api_token, clerk.region, outcome);
      total.rounds = round;
      total.acknowledged += outcome.acknowledged.length;
      total.unanswered += outcome.unanswered.length;
      total.recoveryMs.push(server.readyMs);
      progress(round, total);
    }
  } finally {
    server.temporary = true;
    await server.dispose();
  }
}
